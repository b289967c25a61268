package io.github.exectrace.recording;

/** See {@link CaptureSettings.Name#ARGUMENT_LIMIT}. */
final class ArgumentLimitSetting extends CaptureSetting {
  ArgumentLimitSetting() {
    super(CaptureSettings.Name.ARGUMENT_LIMIT);
  }
}
