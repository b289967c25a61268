package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.tracer.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CaptureSettingsTest {
  private static final CaptureSettings AGENT =
      new CaptureSettings(new Scope.WholeSystem(), ArgumentPolicy.FIRST, 100, Redaction.NONE);

  private static CaptureSettings.Name name(String inSettings) {
    for (var name : CaptureSettings.Name.values()) {
      if (name.inSettings().equals(inSettings)) {
        return name;
      }
    }
    throw new AssertionError(inSettings);
  }

  private static String text(String setting, String value) {
    var name = name(setting);
    return name.text(name.read(AGENT, value));
  }

  @ParameterizedTest
  @CsvSource({
    "scope, jvm, jvm",
    "scope, pidns, pidns",
    "scope, system, system",
    "arguments, full, full",
    "arguments, first, first",
    "arguments, none, none",
    "argumentLimit, 0, 0",
    "argumentLimit, 64k, 65536",
    "redaction, none, none",
    "redaction, default, default",
    "redaction, cust-\\d+, default and 1 pattern",
    "redaction, 'none,a,b', none and 2 patterns",
  })
  void valuesAreUnderstood(String setting, String value, String text) {
    assertThat(text(setting, value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "scope, jvms, 'jvm, pidns or system'",
    "scope, '', 'jvm, pidns or system'",
    "arguments, some, 'full, first or none'",
    "argumentLimit, 65537, 65536",
    "argumentLimit, -1, 65536",
    "argumentLimit, many, 64k",
    "redaction, (, (",
    "redaction, 'none,default', both",
    "redaction, @/etc/passwd, file",
    "redaction, 'x,@/etc/passwd', file",
  })
  void otherValuesAreRefused(String setting, String value, String mentioned) {
    assertThatThrownBy(() -> text(setting, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(mentioned);
  }

  @ParameterizedTest
  @EnumSource
  void agentLeavesEachAsTheAgentHasIt(CaptureSettings.Name name) {
    assertThat(name.read(AGENT, "agent")).isEqualTo(AGENT);
  }

  @ParameterizedTest
  @CsvSource({
    "scope, jvm, pidns, pidns",
    "scope, system, pidns, system",
    "arguments, first, full, full",
    "arguments, none, first, first",
    "argumentLimit, 1k, 2k, 2048",
    "redaction, none, default, default",
    "redaction, none, 'none,a', none and 1 pattern",
    "redaction, none, a, default and 1 pattern",
    "redaction, 'none,a', 'none,b', none and 2 patterns",
    "redaction, a, 'a,b', default and 2 patterns",
  })
  void severalGetWhatSatisfiesEachAndTheStrictestRedaction(
      String setting, String one, String other, String both) {
    var name = name(setting);
    var first = name.read(AGENT, one);
    var second = name.read(AGENT, other);

    assertThat(name.text(first.merge(second))).isEqualTo(both);
    assertThat(name.text(second.merge(first))).isEqualTo(both);
  }

  @Test
  void whatIsShownTellsNoPattern() {
    assertThat(text("redaction", "cust-\\d+,other")).doesNotContain("cust", "other");
  }
}
