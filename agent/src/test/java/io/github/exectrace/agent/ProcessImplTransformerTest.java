package io.github.exectrace.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The hook fits the ProcessImpl of the JDK that runs this. */
class ProcessImplTransformerTest {
  private static final ClassDesc BRIDGE = ClassDesc.of("java.lang.ExectraceBridge");

  private static byte[] processImpl() throws IOException {
    return Object.class
        .getModule()
        .getResourceAsStream("java/lang/ProcessImpl.class")
        .readAllBytes();
  }

  private static List<String> calls(byte[] classFile) {
    return elements(classFile)
        .filter(InvokeInstruction.class::isInstance)
        .map(InvokeInstruction.class::cast)
        .map(call -> call.owner().asInternalName() + "." + call.name().stringValue())
        .filter(call -> call.endsWith(".forkAndExec") || call.contains("ExectraceBridge"))
        .toList();
  }

  private static Stream<CodeElement> elements(byte[] classFile) {
    return ClassFile.of().parse(classFile).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream());
  }

  @Test
  void theRewrittenClassIsValid() throws IOException {
    var rewritten = ProcessImplTransformer.rewrite(processImpl());
    assertThat(ClassFile.of().verify(rewritten)).isEmpty();
  }

  @Test
  void theCallIsAnnouncedBeforeAndReportedAfter() throws IOException {
    assertThat(calls(processImpl())).containsExactly("java/lang/ProcessImpl.forkAndExec");
    assertThat(calls(ProcessImplTransformer.rewrite(processImpl())))
        .containsExactly(
            "java/lang/ExectraceBridge.begin",
            "java/lang/ProcessImpl.forkAndExec",
            "java/lang/ExectraceBridge.end",
            "java/lang/ExectraceBridge.fail");
  }

  @Test
  void oneMoreHandlerCatchesWhatTheCallThrows() throws IOException {
    var original = processImpl();
    assertThat(handlers(ProcessImplTransformer.rewrite(original)))
        .isEqualTo(handlers(original) + 1);
  }

  private static long handlers(byte[] classFile) {
    return elements(classFile).filter(ExceptionCatch.class::isInstance).count();
  }

  @Test
  void aClassThatIsNotAsExpectedIsLeftAlone() {
    var empty = ClassFile.of().build(BRIDGE, _ -> {});
    assertThatIllegalStateException()
        .isThrownBy(() -> ProcessImplTransformer.rewrite(empty))
        .withMessageContaining("in 0 places");
  }
}
