package io.github.exectrace.recording;

import io.github.exectrace.text.VisibleText;

/**
 * Text that others chose, as it goes into an event: {@code jfr print} and other readers show it as
 * it is, so a name with a line break could make up a whole event. Command lines need none of this:
 * quoting has made them visible.
 */
final class EventText {
  private EventText() {}

  /** The text made visible; null stays null. */
  static String of(String raw) {
    return raw == null ? null : VisibleText.of(raw);
  }
}
