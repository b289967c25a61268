package io.github.exectrace.recording;

/** See {@link CaptureSettings.Name#ARGUMENTS}. */
final class ArgumentsSetting extends CaptureSetting {
  ArgumentsSetting() {
    super(CaptureSettings.Name.ARGUMENTS);
  }
}
