package io.github.exectrace.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.exectrace.classfile.UnknownShapeException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The hook fits the ProcessImpl of the JDK that runs this. */
class ProcessImplTransformerTest {
  private static final String NEEDS = "it takes java.lang.classfile";

  private static byte[] processImpl() throws IOException {
    return classFile("java/lang/ProcessImpl.class");
  }

  private static byte[] classFile(String name) throws IOException {
    try (var in = Object.class.getModule().getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static List<String> calls(byte[] classFile) {
    return new ClassFileReader(classFile)
        .calls().stream()
            .filter(call -> call.endsWith(".forkAndExec") || call.contains("ExectraceBridge"))
            .toList();
  }

  @Test
  void theClassHasTheKnownShape() throws Exception {
    assertThat(ProcessImplTransformer.rewrite(processImpl())).hasSizeGreaterThan(1000);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = NEEDS)
  void theRewrittenClassIsValid() throws Exception {
    var rewritten = ProcessImplTransformer.rewrite(processImpl());
    assertThat(new ClassFileReader(rewritten).complaints()).isEmpty();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = NEEDS)
  void theCallIsAnnouncedBeforeAndReportedAfter() throws Exception {
    assertThat(calls(processImpl())).containsExactly("java/lang/ProcessImpl.forkAndExec");
    assertThat(calls(ProcessImplTransformer.rewrite(processImpl())))
        .containsExactly(
            "java/lang/ExectraceBridge.begin",
            "java/lang/ProcessImpl.forkAndExec",
            "java/lang/ExectraceBridge.end",
            "java/lang/ExectraceBridge.fail");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = NEEDS)
  void oneMoreHandlerCatchesWhatTheCallThrows() throws Exception {
    var original = new ClassFileReader(processImpl());
    var rewritten = new ClassFileReader(ProcessImplTransformer.rewrite(processImpl()));
    assertThat(rewritten.handlers()).isEqualTo(original.handlers() + 1);
  }

  @Test
  void aClassThatIsNotAsExpectedIsLeftAlone() {
    assertThatExceptionOfType(UnknownShapeException.class)
        .isThrownBy(() -> ProcessImplTransformer.rewrite(classFile("java/lang/Object.class")))
        .withMessageContaining("in 0 places");
  }
}
