package io.github.exectrace.cli;

import java.util.Comparator;
import java.util.regex.Pattern;

/** The first two numbers of a kernel's release. */
record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
  static final KernelVersion UNKNOWN = new KernelVersion(0, 0);

  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4}).*");
  private static final Comparator<KernelVersion> ORDER =
      Comparator.comparingInt(KernelVersion::major).thenComparingInt(KernelVersion::minor);

  static KernelVersion parse(String release) {
    var shape = SHAPE.matcher(release);
    return shape.matches()
        ? new KernelVersion(Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2)))
        : UNKNOWN;
  }

  boolean isBefore(KernelVersion other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(KernelVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
