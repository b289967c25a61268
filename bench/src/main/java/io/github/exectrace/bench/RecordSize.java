package io.github.exectrace.bench;

import io.github.exectrace.tracer.Tracer;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.regex.Pattern;

/** The room that a process takes in the ring buffer and in the recording. */
final class RecordSize implements Section {
  private static final String[] PROGRAM = {"/bin/true", "a", "b", "c", "d", "e"};
  private static final int RING = 1 << 20;
  private static final String STARTS = Integer.toString(Settings.number("size.starts", 5000));

  @Override
  public String measure() throws IOException, InterruptedException {
    return ring() + "\n" + recording();
  }

  /** Nothing reads until the ring is full. */
  private static String ring() throws IOException, InterruptedException {
    var table =
        new Table(
            "Room in the ring buffer, for /bin/true a b c d e",
            "recorded",
            "bytes each",
            "processes that 1 MiB holds");
    var execs = TracerOptions.defaults().with(Kind.FORK, false).with(Kind.EXIT, false);
    table.row(held("exec", execs));
    table.row(held("fork, exec and exit", TracerOptions.defaults().with(Kind.FORK, true)));
    return table.toString();
  }

  private static String[] held(String what, TracerOptions options)
      throws IOException, InterruptedException {
    try (var tracer = Tracer.open(options.withRingBytes(RING))) {
      Child.starts("20000", PROGRAM);
      var execs = tracer.ledger().execs();
      if (execs.lostRingFull() == 0) {
        throw new IOException("the ring did not fill, so its size says nothing");
      }
      return new String[] {
        what,
        Long.toString(Math.round((double) RING / execs.emitted())),
        Long.toString(execs.emitted())
      };
    }
  }

  private static String recording() throws IOException, InterruptedException {
    var file = Files.createTempFile("exectrace-", ".jfr");
    try (var jvm = TracedJvm.recording(file)) {
      jvm.starts(STARTS, PROGRAM);
    }
    var table =
        new Table(
            "Room in the recording, for " + STARTS + " times /bin/true a b c d e",
            "event",
            "number",
            "bytes each");
    var summary =
        Pattern.compile("^ *(exectrace\\.\\w+) +(\\d+) +(\\d+)", Pattern.MULTILINE)
            .matcher(Child.run(Settings.jdk("jfr"), "summary", file.toString()));
    while (summary.find()) {
      long number = Long.parseLong(summary.group(2));
      if (number >= Long.parseLong(STARTS)) {
        table.row(
            summary.group(1),
            summary.group(2),
            String.format(Locale.ROOT, "%.0f", Double.parseDouble(summary.group(3)) / number));
      }
    }
    Files.delete(file);
    return table.toString();
  }
}
