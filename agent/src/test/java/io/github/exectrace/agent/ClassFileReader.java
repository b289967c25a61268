package io.github.exectrace.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.stream.Stream;

/** What the JDK's own library for class files, which is there from 24 on, finds in one. */
final class ClassFileReader {
  private final byte[] classFile;

  ClassFileReader(byte[] classFile) {
    this.classFile = classFile;
  }

  /** What its verifier has against it. */
  List<String> complaints() {
    return ClassFile.of().verify(classFile).stream().map(Throwable::toString).toList();
  }

  /** The calls in it, each as its class and name. */
  List<String> calls() {
    return elements()
        .filter(InvokeInstruction.class::isInstance)
        .map(InvokeInstruction.class::cast)
        .map(call -> call.owner().asInternalName() + "." + call.name().stringValue())
        .toList();
  }

  long handlers() {
    return elements().filter(ExceptionCatch.class::isInstance).count();
  }

  private Stream<CodeElement> elements() {
    return ClassFile.of().parse(classFile).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream());
  }
}
