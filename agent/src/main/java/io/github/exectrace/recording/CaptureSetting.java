package io.github.exectrace.recording;

import java.util.Set;
import jdk.jfr.SettingControl;

/**
 * A setting of {@link CaptureSettings} as the recorder knows it.
 *
 * <p>The recorder makes the instances itself and calls each of them, holding its lock, whenever a
 * recording starts or stops or the settings of a running one change, also if only another setting
 * did. That is how {@link TracingSwitch} learns of such changes; what is in effect it works out by
 * itself from the settings of all recordings, because the recorder does not say here what a silent
 * recording may rely on, and drops what is said of an event that is not enabled.
 */
abstract class CaptureSetting extends SettingControl {
  /** As seen in JDK 21 and no more in 25 (jdk.jfr.internal.Control). */
  private static final boolean ASKS_NEVER_AGAIN = Runtime.version().feature() < 25;

  private static final int FRAMES_OF_RECORDER = 12;

  // The recorder calls the constructors, so there is no other way to reach the instances.
  private static volatile Connection connection;

  private final CaptureSettings.Name name;
  private String value = "";

  private record Connection(CaptureSettings byDefault, Runnable changed) {}

  CaptureSetting(CaptureSettings.Name name) {
    this.name = name;
  }

  /**
   * To be called before the events are registered.
   *
   * @param byDefault what holds for a recording that says nothing
   * @param changed is called with the recorder's lock held, so it must not wait for the recorder
   */
  static void connect(CaptureSettings byDefault, Runnable changed) {
    connection = new Connection(byDefault, changed);
  }

  @Override
  public String combine(Set<String> values) {
    CaptureSettings combined = null;
    for (var each : values) {
      try {
        var one = name.read(connection.byDefault(), each);
        combined = combined == null ? one : combined.merge(one);
      } catch (IllegalArgumentException unknown) {
        // The switch warns the user.
      }
    }
    return combined == null ? "" : name.text(combined);
  }

  @Override
  public void setValue(String text) {
    value = effective(text == null ? "" : text);
    connection.changed().run();
  }

  /** What the recorder is to record as being in effect. */
  String effective(String text) {
    var combined = combine(Set.of(text));
    return combined.isEmpty() ? name.text(connection.byDefault()) : combined;
  }

  /**
   * The value in effect; empty only at first, which the recorder remembers as the default. It does
   * not set a default that is there already, and this one never is: so a change is never missed.
   *
   * <p>To know that, older recorders do not ask for the value that is there, but remember what they
   * have set. They get no default at all, and so set none each time.
   */
  @Override
  public String getValue() {
    return ASKS_NEVER_AGAIN && isAskedForDefault() ? null : value;
  }

  private static boolean isAskedForDefault() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .limit(FRAMES_OF_RECORDER)
                    .anyMatch(
                        frame ->
                            frame.getMethodName().equals("setDefault")
                                && frame.getClassName().equals("jdk.jfr.internal.Control")));
  }
}
