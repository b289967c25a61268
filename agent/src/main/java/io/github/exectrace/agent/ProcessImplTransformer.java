package io.github.exectrace.agent;

import io.github.exectrace.classfile.CallWrapper;
import io.github.exectrace.classfile.UnknownShapeException;
import io.github.exectrace.text.FailureText;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.security.ProtectionDomain;
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
  private static final String BRIDGE_RESOURCE = "bridge/java/lang/ExectraceBridge.class";
  private static final CallWrapper FORK =
      new CallWrapper(
          TARGET,
          "forkAndExec",
          // int mode, byte[] helper, byte[] program, byte[] arguments, int count, byte[]
          // environment, int count, byte[] directory, int[] descriptors, boolean
          // redirectErrorStream
          "(I[B[B[BI[BI[B[IZ)I",
          "java/lang/ExectraceBridge",
          "java/util/function/ObjIntConsumer",
          0,
          2,
          3,
          4,
          5,
          7);

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
    } catch (UnknownShapeException unknown) {
      say("this JVM's ProcessImpl is not one that this agent knows: " + unknown.getMessage());
      return null;
    } catch (Throwable failure) {
      // Thrown on, it would be swallowed by the JVM.
      say(FailureText.of(failure));
      return null;
    }
  }

  private static void say(String reason) {
    System.err.println("exectrace: starts of processes are not recorded: " + reason);
  }

  /** Package-private for the test that needs no JVM of its own. */
  static byte[] rewrite(byte[] classFile) throws UnknownShapeException {
    return FORK.rewrite(classFile);
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
}
