package io.github.exectrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What everything was measured on. */
final class Machine {
  private Machine() {}

  static String describe() throws IOException {
    return String.format(
        Locale.ROOT,
        "Measured on %s, %d CPUs, %d GiB, Linux %s, JDK %s, load %s at the beginning. Each figure"
            + " is a median of rounds, in which all columns take turns; in parentheses the range of"
            + " the middle half.%n",
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) >> 20,
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
        System.getProperty("java.runtime.version"),
        Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }

  private static String value(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0 (unknown)");
  }
}
