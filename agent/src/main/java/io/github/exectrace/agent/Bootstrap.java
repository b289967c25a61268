package io.github.exectrace.agent;

import io.github.exectrace.text.FailureText;
import io.github.exectrace.text.VisibleText;
import java.lang.instrument.Instrumentation;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;

/**
 * Starts the agent in a module layer of its own.
 *
 * <p>The layer's class loader is a child of the platform loader, so the agent's classes and the
 * application's never meet; and native access can be granted to that one module without a flag and
 * without a warning (JEP 472).
 *
 * <p>This class itself, like the premain class, is loaded by the application's own class loader
 * into the application's own module: the application may call, read and replace whatever is here.
 * So nothing here keeps the {@link Instrumentation}, with which the application could open any
 * module to itself, and nothing hands it to an object that was found in a field.
 */
public final class Bootstrap {
  private static final String PACKAGE = "io.github.exectrace.agent";
  private static final String AGENT = "io.github.exectrace.agent.Agent";

  /**
   * Null until somebody begins to start the agent. Completed with what takes the options of later
   * times, in the agent's own module, whose fields cannot be reached from here.
   */
  private static final AtomicReference<CompletableFuture<Function<String, Supplier<String>>>>
      STARTED = new AtomicReference<>();

  private Bootstrap() {}

  /**
   * Called by reflection each time that the agent is loaded. At the JVM's start without options and
   * without a recorder it puts the agent's start off: see {@link Deferred}.
   *
   * @param answered whether somebody waits for an answer
   * @return says, when asked, what became of it; null if no caller waits and it was put off
   * @throws IllegalArgumentException with a sentence if the options are wrong
   * @throws IllegalStateException with a sentence if the agent can never be started; the
   *     application can go on
   */
  public static Supplier<String> load(
      String options, Instrumentation instrumentation, boolean answered) {
    var recorder = OptionalModule.RECORDER;
    if (!recorder.isThere()) {
      throw new IllegalStateException(recorder.complaint() + "; " + recorder.advice());
    }
    boolean chosen = options != null && !options.isEmpty();
    boolean records = CommandLine.records();
    if (chosen || answered || records || FlightRecorder.isInitialized()) {
      return start(options, instrumentation, records);
    }
    Deferred.begin(instrumentation);
    return null;
  }

  private static Supplier<String> start(
      String options, Instrumentation instrumentation, boolean records) {
    var own = new CompletableFuture<Function<String, Supplier<String>>>();
    var other = STARTED.compareAndExchange(null, own);
    return other == null
        ? start(options, instrumentation, records, own)
        : join(other).apply(options);
  }

  /** Starts the agent without options, unless somebody else does; waits for no other thread. */
  static void startIfNoneIs(Instrumentation instrumentation) {
    var own = new CompletableFuture<Function<String, Supplier<String>>>();
    if (STARTED.compareAndSet(null, own)) {
      start(null, instrumentation, false, own);
    }
  }

  private static Supplier<String> start(
      String options,
      Instrumentation instrumentation,
      boolean records,
      CompletableFuture<Function<String, Supplier<String>>> agent) {
    try {
      var loaded = agent(instrumentation, records);
      var answer = loaded.apply(options);
      agent.complete(loaded);
      return answer;
    } catch (IllegalArgumentException wrong) {
      STARTED.set(null); // right options may follow
      agent.completeExceptionally(wrong);
      throw new IllegalArgumentException(VisibleText.guard(wrong.getMessage()), wrong);
    } catch (Throwable failure) {
      agent.completeExceptionally(failure);
      throw new IllegalStateException(FailureText.of(failure), failure);
    }
  }

  private static <T> T join(CompletableFuture<T> started) {
    try {
      return started.join();
    } catch (CompletionException refused) {
      throw new IllegalStateException(FailureText.of(refused), refused);
    }
  }

  /**
   * The agent, in a layer of its own.
   *
   * @param records whether the JVM was started with a recording, which may want its events
   */
  @SuppressWarnings("unchecked") // reflection knows nothing but the class
  private static Function<String, Supplier<String>> agent(
      Instrumentation instrumentation, boolean records) throws Exception {
    var boot = ModuleLayer.boot();
    var jar = Path.of(Bootstrap.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var own = new OwnModule(jar);
    var configuration = boot.configuration().resolve(own, ModuleFinder.of(), Set.of(own.name()));
    var controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(boot), ClassLoader.getPlatformClassLoader());
    var module = controller.layer().findModule(own.name()).orElseThrow();
    // The one public class in it that does anything can be made once only, and that is now.
    controller.addExports(module, PACKAGE, Bootstrap.class.getModule());
    // For the hook's bridge class, the switch of native access, and to find out which virtual
    // thread runs on a carrier.
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(module), "jdk.internal.vm", Set.of(module)),
        Set.of(),
        Map.of());
    try {
      return (Function<String, Supplier<String>>)
          controller
              .layer()
              .findLoader(own.name())
              .loadClass(AGENT)
              .getConstructor(Instrumentation.class, boolean.class)
              .newInstance(instrumentation, records);
    } catch (InvocationTargetException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    }
  }
}
