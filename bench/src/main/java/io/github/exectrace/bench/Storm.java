package io.github.exectrace.bench;

import io.github.exectrace.bench.Child.Starts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** As many processes as the machine can start, from two at once, with the default ring. */
final class Storm implements Section {
  private static final int SECONDS = Settings.number("storm.seconds", 30);
  private static final String NO_PROGRAM = "/nonexistent/program";

  @Override
  public String measure() throws IOException, InterruptedException {
    var table =
        new Table(
            "Storms of " + SECONDS + " s, two starters, default ring",
            "load",
            "starts/s untraced",
            "starts/s traced",
            "seen",
            "lost",
            "account",
            "ring's high water, KiB",
            "reader's CPU, %",
            "heap, MiB",
            "resident memory, MiB");
    table.row(storm("programs, scope=jvm", "", Settings.tiny()));
    table.row(storm("programs, scope=system", "scope=system", Settings.tiny()));
    table.row(storm("failing execs, failures=all", "failures=all", NO_PROGRAM));
    return table.toString();
  }

  private static String[] storm(String name, String options, String program)
      throws IOException, InterruptedException {
    double untraced;
    try (var jvm = TracedJvm.start("")) {
      untraced = perSecond(jvm.startsTwice(seconds(Math.max(1, SECONDS / 3)), program));
    }
    var file = Files.createTempFile("exectrace-", ".jfr");
    double traced;
    double reader;
    long heap;
    long resident;
    try (var jvm = TracedJvm.start("recording=" + file + "," + options)) {
      long heapBefore = Long.parseLong(jvm.order("heap"));
      long residentBefore = jvm.residentKib();
      double readerBefore = jvm.readerSeconds();
      traced = perSecond(jvm.startsTwice(seconds(SECONDS), program));
      reader = jvm.readerSeconds() - readerBefore;
      resident = jvm.residentKib() - residentBefore;
      heap = Long.parseLong(jvm.order("heap")) - heapBefore;
    }
    var account = lastStatistics(file);
    Files.delete(file);
    long lost = account.getLong("lostRingFull") + account.getLong("lostNoBuffer");
    return new String[] {
      name,
      String.format(Locale.ROOT, "%,.0f", untraced),
      String.format(Locale.ROOT, "%,.0f", traced),
      String.format(Locale.ROOT, "%,d", account.getLong("seen")),
      String.format(Locale.ROOT, "%,d", lost),
      isBalanced(account) ? "balanced" : "NOT BALANCED",
      Long.toString(account.getLong("ringHighWater") >> 10),
      String.format(Locale.ROOT, "%.1f", 100 * reader / SECONDS),
      String.format(Locale.ROOT, "%+.1f", heap / 1048576.0),
      String.format(Locale.ROOT, "%+.1f", resident / 1024.0)
    };
  }

  private static String seconds(int number) {
    return number + "s";
  }

  private static double perSecond(List<Starts> starts) {
    return starts.stream().mapToDouble(Starts::perSecond).sum();
  }

  static RecordedEvent lastStatistics(Path file) throws IOException {
    RecordedEvent last = null;
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        var event = recording.readEvent();
        if (event.getEventType().getName().equals("exectrace.TracerStatistics")) {
          last = event;
        }
      }
    }
    if (last == null) {
      throw new IOException("the recording has no account");
    }
    return last;
  }

  static boolean isBalanced(RecordedEvent account) {
    return account.getLong("seen")
        == account.getLong("emitted")
            + account.getLong("filtered")
            + account.getLong("lostRingFull")
            + account.getLong("lostNoBuffer");
  }
}
