package io.github.exectrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;

/** Whether anything grows while a traced JVM starts 500 programs a second for half an hour. */
final class Soak implements Section {
  private static final int MINUTES = Settings.number("soak.minutes", 30);
  private static final int RATE = 500;
  private static final int ROWS = 7;

  @Override
  public String measure() throws IOException, InterruptedException {
    var table =
        new Table(
            "A traced JVM that starts " + RATE + " programs a second",
            "after minutes",
            "heap, MiB",
            "resident memory, MiB",
            "descriptors",
            "programs started");
    var file = Files.createTempFile("exectrace-", ".jfr");
    long started = 0;
    try (var jvm = TracedJvm.start("recording=" + file, "-Xmx256m")) {
      for (int minute = 1; minute <= MINUTES; minute++) {
        started += jvm.starts(60 * RATE + "@" + RATE, Settings.tiny()).number();
        var heap = Double.parseDouble(jvm.order("heap")) / 1048576;
        if (minute == 1 || minute * (ROWS - 1) / MINUTES > (minute - 1) * (ROWS - 1) / MINUTES) {
          table.row(
              Integer.toString(minute),
              String.format(Locale.ROOT, "%.1f", heap),
              String.format(Locale.ROOT, "%.1f", jvm.residentKib() / 1024.0),
              Long.toString(jvm.descriptors()),
              String.format(Locale.ROOT, "%,d", started));
        }
      }
    }
    var account = Storm.lastStatistics(file);
    Files.delete(file);
    return table
        + String.format(
            Locale.ROOT,
            "%nSeen %,d, lost %,d, account %s.%n",
            account.getLong("seen"),
            account.getLong("lostRingFull") + account.getLong("lostNoBuffer"),
            Storm.isBalanced(account) ? "balanced" : "NOT BALANCED");
  }
}
