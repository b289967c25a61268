package io.github.exectrace.recording;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.SettingDefinition;

/**
 * The settings of {@link ProcessExecEvent}, which are about the other events, too: they stand at
 * one of them alone, so that they are said once. {@link CaptureSettings} says what they mean; the
 * recorder calls these methods before each commit.
 *
 * <p>In a class above the event's own, because of the recorder: it numbers the settings of the
 * event class itself in the order of the class file, but looks them up in the order of reflection,
 * which is another one as it pleases the JVM, and then fails to cast one to the other (JDK 25,
 * jdk.jfr.internal ClassInspector.buildClassSettings and EventControl.defineSettings). For a class
 * above, it goes by reflection both times.
 */
abstract class CaptureControlEvent extends DescendantEvent {
  @Label("Scope")
  @Description(
      "Which processes all events are about. jvm: what this JVM starts and all descendants; pidns:"
          + " its pid namespace; system: the whole machine")
  @SettingDefinition
  boolean scope(ScopeSetting setting) {
    return true;
  }

  @Label("Arguments")
  @Description("What all events hold of command lines: full, first (the program's name) or none")
  @SettingDefinition
  boolean arguments(ArgumentsSetting setting) {
    return true;
  }

  @Label("Argument Limit")
  @Description("The most bytes of arguments to capture for each program, 0 to 65536 (64k)")
  @SettingDefinition
  boolean argumentLimit(ArgumentLimitSetting setting) {
    return true;
  }

  @Label("Redaction")
  @Description(
      "What is masked in arguments: default (what looks like a secret), none, regular expressions"
          + " that add to the default, or several of these with commas between")
  @SettingDefinition
  boolean redaction(RedactionSetting setting) {
    return true;
  }
}
