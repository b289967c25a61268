package io.github.exectrace.recording;

/** See {@link CaptureSettings.Name#SCOPE}. */
final class ScopeSetting extends CaptureSetting {
  ScopeSetting() {
    super(CaptureSettings.Name.SCOPE);
  }
}
