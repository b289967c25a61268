package io.github.exectrace.recording;

import io.github.exectrace.text.VisibleText;

/**
 * Text of Java that others chose, such as the name of a thread, as it goes into an event: {@code
 * jfr print} and other readers show it as it is, so a name with a line break could fake an entire
 * event. What the kernel reported as bytes has its own way to be shown, {@link
 * io.github.exectrace.tracer.ByteString#text}.
 */
final class EventText {
  private EventText() {}

  /** The text made visible; null stays null. */
  static String of(String raw) {
    return raw == null ? null : VisibleText.of(raw);
  }
}
