package io.github.exectrace.harness;

/** Programs that start another one with its own view of the file system; to be run as root. */
public final class Namespaces {
  private Namespaces() {}

  /** Where a folder is empty. */
  public static String[] hiding(String directory) {
    return new String[] {
      Requirement.program("unshare"),
      "--mount",
      "sh",
      "-c",
      "mount -t tmpfs nodev " + directory + " && exec \"$@\"",
      "sh"
    };
  }
}
