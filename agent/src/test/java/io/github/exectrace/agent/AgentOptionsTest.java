package io.github.exectrace.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.exectrace.options.OptionKey;
import io.github.exectrace.recording.ArgumentPolicy;
import io.github.exectrace.recording.RecordingOptions.Mode;
import io.github.exectrace.tracer.PidNamespace;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.TracerOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {",", ",,"})
  void withoutOptionsEverythingIsAsDocumented(String text) {
    var options = AgentOptions.parse(text);

    assertThat(options.recordingOptions().mode()).isEqualTo(Mode.AUTO);
    assertThat(options.recordingOptions().arguments()).isEqualTo(ArgumentPolicy.FULL);
    var tracer = options.recordingOptions().tracer();
    assertThat(tracer.scope()).isEqualTo(new Scope.OwnTree());
    assertThat(tracer.kinds()).doesNotContain(TracerOptions.Kind.FAILURE);
    assertThat(tracer.argumentLimit()).isEqualTo(8192);
    assertThat(tracer.ringBytes()).isEqualTo(4 << 20);
    assertThat(tracer.libbpf()).isEmpty();
    assertThat(options.recording()).isEmpty();
    assertThat(options.quiet()).isFalse();
  }

  @Test
  void everyOptionIsRead() {
    var options =
        AgentOptions.parse(
            "recording=/a/b=c.jfr,scope=system,mode=kernel,failures=all,args=first,argbytes=1k,"
                + "ring=128K,lib=/x/libbpf.so,quiet");

    assertThat(options.recording()).contains(Path.of("/a/b=c.jfr"));
    assertThat(options.quiet()).isTrue();
    assertThat(options.recordingOptions().mode()).isEqualTo(Mode.KERNEL);
    assertThat(options.recordingOptions().arguments()).isEqualTo(ArgumentPolicy.FIRST);
    var tracer = options.recordingOptions().tracer();
    assertThat(tracer.scope()).isEqualTo(new Scope.WholeSystem());
    assertThat(tracer.kinds()).contains(TracerOptions.Kind.FAILURE);
    assertThat(tracer.argumentLimit()).isEqualTo(1024);
    assertThat(tracer.ringBytes()).isEqualTo(128 << 10);
    assertThat(tracer.libbpf()).contains(Path.of("/x/libbpf.so"));
  }

  @Test
  void thePidNamespaceIsTheJvmsOwn() throws IOException {
    var scope = AgentOptions.parse("scope=pidns").recordingOptions().tracer().scope();

    assertThat(scope).isEqualTo(new Scope.Namespace(PidNamespace.current()));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "65536,65536",
    "64k,65536",
    "64K,65536",
  })
  void bytesHaveUnits(String value, int bytes) {
    var tracer = AgentOptions.parse("argbytes=" + value).recordingOptions().tracer();
    assertThat(tracer.argumentLimit()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64k", "4m", "1g", "65536"})
  void ringSizesArePowersOfTwo(String value) {
    var bytes = AgentOptions.parse("ring=" + value).recordingOptions().tracer().ringBytes();
    assertThat(Integer.bitCount(bytes)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|unknown option 'nonsense'; did you mean",
        "Recording=x|unknown option 'Recording'; did you mean 'recording'?",
        "rang=4m|did you mean 'ring'?",
        "=x|unknown option ''",
        "scope=systen|unknown value 'systen' of the option 'scope'; did you mean 'system'?",
        "mode=AUTO|did you mean",
        "args=al|There are: full, first, none",
        "failures=any|There are: direct, all",
        "ring|the option 'ring' needs a value: ring=…",
        "ring=|the option 'ring' needs a value",
        "quiet=|the option 'quiet' takes no value",
        "quiet=true|the option 'quiet' takes no value",
        "quiet,quiet|the option 'quiet' is given twice",
        "lib=a,lib=b|the option 'lib' is given twice",
        "ring=3m|power of two",
        "ring=32k|power of two",
        "ring=2g|takes a number of bytes",
        "ring=k|takes a number of bytes",
        "ring=-4m|power of two",
        "argbytes=65537|0 to 65536",
        "argbytes=-1|0 to 65536",
        "argbytes=1.5k|takes a number of bytes",
      })
  void whatIsWrongIsSaid(String text, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.parse(text))
        .withMessageContaining(complaint);
  }

  @ParameterizedTest
  @EnumSource
  void everyKeyIsSuggestedForItself(OptionKey key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.parse(key.word() + "x=1"))
        .withMessageContaining("did you mean '" + key.word() + "'?");
  }
}
