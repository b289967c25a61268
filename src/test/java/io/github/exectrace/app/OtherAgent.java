package io.github.exectrace.app;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/**
 * Another agent that rewrites the JDK's ProcessImpl, and does so again when the application has
 * begun: each of its methods says that it has been called, in a system property.
 */
public final class OtherAgent implements ClassFileTransformer {
  private static final String TARGET = "java/lang/ProcessImpl";
  private static final MethodTypeDesc SET =
      MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_String, ConstantDescs.CD_String);

  private OtherAgent() {}

  /** Called by the JVM. */
  public static void premain(String options, Instrumentation instrumentation) throws Exception {
    instrumentation.addTransformer(new OtherAgent(), true);
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
    return tool.transformClass(
        tool.parse(classFile),
        ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Saying::new)));
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
