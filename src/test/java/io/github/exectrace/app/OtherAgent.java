package io.github.exectrace.app;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/**
 * Another agent that rewrites the JDK's ProcessImpl, and does so again when the application has
 * begun: each of its methods says that it has been called, in a system property. With the option
 * {@value #AROUND} it also puts a try block around the call that starts a process.
 */
public final class OtherAgent implements ClassFileTransformer {
  /** The option. */
  public static final String AROUND = "around";

  private static final String TARGET = "java/lang/ProcessImpl";
  private static final MethodTypeDesc SET =
      MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_String, ConstantDescs.CD_String);

  private final boolean around;

  private OtherAgent(boolean around) {
    this.around = around;
  }

  /** Called by the JVM. */
  public static void premain(String options, Instrumentation instrumentation) throws Exception {
    instrumentation.addTransformer(new OtherAgent(AROUND.equals(options)), true);
    instrumentation.retransformClasses(Class.forName(TARGET.replace('/', '.')));
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (!TARGET.equals(name)) {
      return null;
    }
    var tool = ClassFile.of();
    var saying = CodeTransform.ofStateful(Saying::new);
    return tool.transformClass(
        tool.parse(classFile),
        ClassTransform.transformingMethodBodies(
            around ? saying.andThen(OtherAgent::putAround) : saying));
  }

  private static void putAround(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call && call.name().equalsString("forkAndExec")) {
      code.trying(body -> body.with(call), handlers -> handlers.catchingAll(CodeBuilder::athrow));
    } else {
      code.with(element);
    }
  }

  /** Puts the sentence before the first instruction that follows the begin of a method. */
  private static final class Saying implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      code.loadConstant(ThreeSpawns.PROPERTY)
          .loadConstant("yes")
          .invokestatic(ClassDesc.of("java.lang.System"), "setProperty", SET)
          .pop();
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }
}
