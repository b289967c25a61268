package io.github.exectrace.report;

import java.util.Optional;
import jdk.jfr.consumer.RecordedThread;

/**
 * Who started something.
 *
 * @param thread the Java thread's name; empty if none is known
 * @param threadId its threadId; -1 if none is known
 * @param site the line, as {@code com.acme.Pdf.render:42}; empty if none is known
 */
public record Origin(String thread, long threadId, String site) {
  static final Origin UNKNOWN = new Origin("", EventFields.UNKNOWN, "");
  private static final String UNNAMED_VIRTUAL = "(virtual)";
  private static final String VIRTUAL = " (virtual)";

  /** Of an event that the starting thread committed itself. */
  static Origin committed(EventFields event, String site) {
    return event
        .thread()
        .map(thread -> new Origin(name(thread), thread.getJavaThreadId(), site))
        .orElse(new Origin("", EventFields.UNKNOWN, site));
  }

  /** Of an event that names the thread in its fields. */
  static Origin told(EventFields event) {
    var site = Words.site(event.text("spawnSite"));
    long id = event.number("spawnThreadId", EventFields.UNKNOWN);
    var thread =
        event.event().hasField("spawnThread")
            ? Optional.ofNullable(event.event().getThread("spawnThread"))
            : Optional.<RecordedThread>empty();
    return thread
        .filter(known -> known.getJavaName() != null)
        .map(known -> new Origin(name(known), known.getJavaThreadId(), site))
        .orElseGet(() -> new Origin(event.text("spawnThreadName"), id, site));
  }

  private static String name(RecordedThread thread) {
    var name = thread.getJavaName() == null ? "" : thread.getJavaName();
    if (!thread.isVirtual()) {
      return name;
    }
    return name.isEmpty() ? UNNAMED_VIRTUAL : name + VIRTUAL;
  }
}
