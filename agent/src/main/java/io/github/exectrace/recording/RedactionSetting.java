package io.github.exectrace.recording;

import java.util.Set;
import java.util.TreeSet;

/**
 * See {@link CaptureSettings.Name#REDACTION}. The recorder is shown what the recordings said and
 * not what is in effect: patterns of the agent's options, which may come from a file, must not
 * stand in a recording.
 */
final class RedactionSetting extends CaptureSetting {
  RedactionSetting() {
    super(CaptureSettings.Name.REDACTION);
  }

  @Override
  public String combine(Set<String> values) {
    return String.join(" + ", new TreeSet<>(values));
  }

  @Override
  String effective(String text) {
    return text.isEmpty() ? CaptureSettings.AS_AGENT : text;
  }
}
