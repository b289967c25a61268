package io.github.exectrace.harness;

/** Programs that start another one with its own view of the file system; to be run as root. */
public final class Namespaces {
  private static final String TRACEFS = "/sys/kernel/tracing";

  private Namespaces() {}

  /** Where the kernel's trace file system is mounted, as failed execs need it. */
  public static String[] withTracefs() {
    return with("test -d " + TRACEFS + "/events || mount -t tracefs nodev " + TRACEFS);
  }

  /** Where it is not. */
  public static String[] withoutTracefs() {
    return hiding(TRACEFS);
  }

  /** Where a folder is empty. */
  public static String[] hiding(String directory) {
    return with("mount -t tmpfs nodev " + directory);
  }

  private static String[] with(String preparation) {
    return new String[] {
      Requirement.program("unshare"), "--mount", "sh", "-c", preparation + " && exec \"$@\"", "sh"
    };
  }
}
