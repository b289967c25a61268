package io.github.exectrace.report;

import io.github.exectrace.events.FieldNames;
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

  /**
   * Of an event that names the thread in its fields. A recording does not always know the thread
   * itself, such as one that ended before: so its name and number stand beside it.
   */
  static Origin recorded(EventFields event) {
    var site = Words.site(event.text(FieldNames.SPAWN_SITE));
    long id = event.number(FieldNames.SPAWN_THREAD_ID, EventFields.UNKNOWN);
    var spawning = event.thread(FieldNames.SPAWN_THREAD);
    if (id <= 0) {
      id = spawning.map(RecordedThread::getJavaThreadId).orElse(EventFields.UNKNOWN);
    }
    var name = spawning.map(Origin::name).orElse("");
    return new Origin(name.isEmpty() ? event.text(FieldNames.SPAWN_THREAD_NAME) : name, id, site);
  }

  private static String name(RecordedThread thread) {
    var name = thread.getJavaName() == null ? "" : thread.getJavaName();
    if (!thread.isVirtual()) {
      return name;
    }
    return name.isEmpty() ? UNNAMED_VIRTUAL : name + VIRTUAL;
  }
}
