package io.github.exectrace.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

  /** Where pids are given anew: the first process there is number 1. */
  public static String[] ofPids() {
    return new String[] {Requirement.program("unshare"), "--pid", "--fork", "--mount-proc"};
  }

  /** The same, after a shell command. */
  public static String[] ofPidsAfter(String command) {
    var all = new ArrayList<>(List.of(ofPids()));
    all.addAll(List.of("sh", "-c", command + " && exec \"$@\"", "sh"));
    return all.toArray(String[]::new);
  }

  /**
   * Where the root directory and {@code /tmp} are mounted with an option such as {@code ro}.
   *
   * @param jdk can be executed all the same, should it lie in {@code /tmp}
   * @param output can be written all the same
   */
  public static String[] mounted(String option, Path jdk, Path output) {
    return script(
        """
        set -e
        mount --bind /tmp /tmp
        mount --bind %s %s
        mount --bind "$0" "$0"
        mount -o remount,bind,%s /tmp
        [ %s = noexec ] || mount -o remount,bind,%s /
        exec "$@"
        """
            .formatted(jdk, jdk, option, option, option),
        output);
  }

  /**
   * The same as {@link #ofPids()}, with the proc file system of this JVM in the folder {@code
   * host-proc} of another.
   */
  public static String[] ofPids(Path directory) {
    return script(
        "mount --bind /proc \"$0\"/host-proc && exec " + String.join(" ", ofPids()) + " \"$@\"",
        directory);
  }

  /**
   * Another root directory, read-only, with the machine's {@code /sys} and {@code /dev}.
   *
   * @param root has the empty folders {@code proc, sys, dev, tmp, output, jdk}
   * @param output becomes the folder {@code output}, and can be written
   */
  public static String[] root(Path root, Path jdk, Path output) {
    return script(
        """
        set -e
        mount --bind "$0" "$0"
        mount --bind %s "$0"/jdk
        mount -t proc proc "$0"/proc
        mount --bind /sys "$0"/sys
        mount --bind /dev "$0"/dev
        mount --bind %s "$0"/output
        mount -o remount,bind,ro "$0"
        exec chroot "$0" "$@"
        """
            .formatted(jdk, output),
        root);
  }

  /**
   * Another root directory, read-only, with nothing of the machine but {@code /proc} and {@code
   * /sys}.
   *
   * @param root has the empty folders {@code proc, sys, tmp, jdk}
   * @param output becomes the folder {@code tmp}, and can be written
   */
  public static String[] bareRoot(Path root, Path jdk, Path output) {
    return script(
        """
        set -e
        mount --bind "$0" "$0"
        mount --bind %s "$0"/jdk
        mount -t proc proc "$0"/proc
        mount --bind /sys "$0"/sys
        mount --bind %s "$0"/tmp
        mount -o remount,bind,ro "$0"
        exec chroot "$0" "$@"
        """
            .formatted(jdk, output),
        root);
  }

  /** A shell script, whose {@code $0} is a folder, in a mount namespace of its own. */
  private static String[] script(String script, Path directory) {
    return new String[] {
      Requirement.program("unshare"), "--mount", "sh", "-c", script, directory.toString()
    };
  }

  /**
   * A pid namespace of four hundred pids, the first three hundred of which are given out only once
   * (RESERVED_PIDS in kernel/pid.c). Takes Linux 6.14: before, that number is the machine's.
   */
  public static String[] withFewPids() {
    Requirement.need(
        Optional.of(System.getProperty("os.version")).filter(Namespaces::countsPidsForEach),
        "a pid namespace has no pid_max of its own before Linux 6.14");
    return ofPidsAfter("echo 400 > /proc/sys/kernel/pid_max");
  }

  private static boolean countsPidsForEach(String release) {
    var number = Pattern.compile("(\\d+)\\.(\\d+)").matcher(release);
    if (!number.lookingAt()) {
      return false;
    }
    int major = Integer.parseInt(number.group(1));
    return major > 6 || (major == 6 && Integer.parseInt(number.group(2)) >= 14);
  }
}
