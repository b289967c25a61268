package io.github.exectrace.agent;

import io.github.exectrace.text.FailureText;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/**
 * Rewrites {@code java.lang.ProcessImpl} so that its call of {@code forkAndExec} is announced
 * before and reported after.
 *
 * <p>The arguments are taken from the operand stack at the call itself, so nothing is assumed of
 * the constructor around it, only the descriptor of that private native method, which has been the
 * same since JDK 8. The class is rewritten when the application first needs it; until then the hook
 * costs nothing. The transformer stays registered: were it removed, the next agent to retransform
 * the class would silently undo the hook.
 */
final class ProcessImplTransformer implements ClassFileTransformer {
  private static final String TARGET = "java/lang/ProcessImpl";
  private static final String METHOD = "forkAndExec";
  private static final String BRIDGE_RESOURCE = "bridge/java/lang/ExectraceBridge.class";
  private static final ClassDesc BRIDGE = ClassDesc.of("java.lang.ExectraceBridge");
  private static final ClassDesc PENDING = ClassDesc.of("java.util.function.ObjIntConsumer");
  private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
  private static final ClassDesc INT = ConstantDescs.CD_int;

  // int mode, byte[] helper, byte[] program, byte[] arguments, int count, byte[] environment,
  // int count, byte[] directory, int[] descriptors, boolean redirectErrorStream
  private static final MethodTypeDesc EXPECTED = MethodTypeDesc.ofDescriptor("(I[B[B[BI[BI[B[IZ)I");
  private static final int[] ANNOUNCED = {0, 2, 3, 4, 5, 7};

  private static final MethodTypeDesc BEGIN =
      MethodTypeDesc.of(PENDING, INT, BYTES, BYTES, INT, BYTES, BYTES);
  private static final MethodTypeDesc END = MethodTypeDesc.of(ConstantDescs.CD_void, PENDING, INT);
  private static final MethodTypeDesc FAIL =
      MethodTypeDesc.of(ConstantDescs.CD_void, PENDING, ConstantDescs.CD_Throwable);

  private final Function<Object[], ObjIntConsumer<Throwable>> hook;
  private boolean bridgeDefined;

  private ProcessImplTransformer(Function<Object[], ObjIntConsumer<Throwable>> hook) {
    this.hook = hook;
  }

  /**
   * Hooks the class, now if it is loaded and otherwise when it will be.
   *
   * @param hook takes mechanism, program, arguments, their count, environment and directory, and
   *     returns what takes the outcome
   * @return whether the class was loaded, so that threads may still run its older code
   */
  static boolean install(
      Instrumentation instrumentation, Function<Object[], ObjIntConsumer<Throwable>> hook)
      throws UnmodifiableClassException {
    instrumentation.addTransformer(new ProcessImplTransformer(hook), true);
    boolean inUse = false;
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals(TARGET.replace('/', '.'))) {
        instrumentation.retransformClasses(loaded);
        inUse = true;
      }
    }
    return inUse;
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (loader != null || !TARGET.equals(name)) {
      return null;
    }
    try {
      var rewritten = rewrite(classFile);
      defineBridge();
      return rewritten;
    } catch (Throwable failure) {
      // Thrown on, it would be swallowed by the JVM.
      System.err.println(
          "exectrace: starts of processes are not recorded: " + FailureText.of(failure));
      return null;
    }
  }

  /** Package-private for the test that needs no JVM of its own. */
  static byte[] rewrite(byte[] classFile) {
    var tool = ClassFile.of();
    var calls = new CallRewriter();
    var rewritten =
        tool.transformClass(
            tool.parse(classFile),
            ClassTransform.transformingMethodBodies(
                method -> method.methodName().equalsString(ConstantDescs.INIT_NAME), calls));
    if (calls.count != 1) {
      throw new IllegalStateException(
          "this JDK's ProcessImpl calls "
              + METHOD
              + EXPECTED.descriptorString()
              + " in "
              + calls.count
              + " places, and one was expected");
    }
    return rewritten;
  }

  private synchronized void defineBridge() throws IOException, ReflectiveOperationException {
    if (bridgeDefined) {
      return;
    }
    var lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
    try (var resource = ProcessImplTransformer.class.getResourceAsStream(BRIDGE_RESOURCE)) {
      var bridge = lookup.defineClass(resource.readAllBytes());
      lookup.findStaticVarHandle(bridge, "hook", Function.class).setVolatile(hook);
    }
    bridgeDefined = true;
  }

  /** Wraps each call of the method, and counts them. */
  private static final class CallRewriter implements CodeTransform {
    private int count;

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeInstruction call
          && call.owner().asInternalName().equals(TARGET)
          && call.name().equalsString(METHOD)
          && call.typeSymbol().equals(EXPECTED)) {
        count++;
        wrap(code, call);
      } else {
        code.with(element);
      }
    }

    /**
     * Turns {@code forkAndExec(…)} into {@code pending = begin(…); try { pid = forkAndExec(…) }
     * catch (Throwable t) { fail(pending, t); throw t; } end(pending, pid)}.
     */
    private static void wrap(CodeBuilder code, InvokeInstruction call) {
      var kinds =
          call.typeSymbol().parameterList().stream().map(TypeKind::from).toArray(TypeKind[]::new);
      var slots = Arrays.stream(kinds).mapToInt(code::allocateLocal).toArray();
      for (int i = kinds.length - 1; i >= 0; i--) {
        code.storeLocal(kinds[i], slots[i]);
      }
      for (int announced : ANNOUNCED) {
        code.loadLocal(kinds[announced], slots[announced]);
      }
      int pending = code.allocateLocal(TypeKind.REFERENCE);
      code.invokestatic(BRIDGE, "begin", BEGIN).astore(pending);
      for (int i = 0; i < kinds.length; i++) {
        code.loadLocal(kinds[i], slots[i]);
      }
      call(code, call, pending);
    }

    private static void call(CodeBuilder code, InvokeInstruction call, int pending) {
      var start = code.newLabel();
      var end = code.newLabel();
      var handler = code.newLabel();
      var done = code.newLabel();
      int failure = code.allocateLocal(TypeKind.REFERENCE);
      code.labelBinding(start)
          .with(call)
          .labelBinding(end)
          .dup()
          .aload(pending)
          .swap()
          .invokestatic(BRIDGE, "end", END)
          .goto_(done)
          .labelBinding(handler)
          .astore(failure)
          .aload(pending)
          .aload(failure)
          .invokestatic(BRIDGE, "fail", FAIL)
          .aload(failure)
          .athrow()
          .labelBinding(done)
          .exceptionCatchAll(start, end, handler);
    }
  }
}
