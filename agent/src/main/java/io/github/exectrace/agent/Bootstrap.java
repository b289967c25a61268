package io.github.exectrace.agent;

import java.lang.instrument.Instrumentation;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Starts the agent in a module layer of its own.
 *
 * <p>The layer's class loader is a child of the platform loader, so the agent's classes and the
 * application's never meet; and native access can be granted to that one module without a flag and
 * without a warning (JEP 472).
 */
public final class Bootstrap {
  private static final String MODULE = "io.github.exectrace";
  private static final String PACKAGE = "io.github.exectrace.agent";
  private static final String AGENT = "io.github.exectrace.agent.Agent";

  private Bootstrap() {}

  /**
   * Called once, by reflection. Starts nothing yet.
   *
   * @return takes the agent's options each time that it is loaded, and returns what tells, when
   *     asked, what became of that
   * @throws IllegalStateException if the agent can never be started; the application can go on
   */
  public static Function<String, Supplier<String>> load(Instrumentation instrumentation) {
    var recorder = OptionalModule.RECORDER;
    if (!recorder.isThere()) {
      throw new IllegalStateException(recorder.complaint() + "; " + recorder.advice());
    }
    return new Deferred(instrumentation);
  }

  /**
   * The agent, in its layer, for {@link Deferred}.
   *
   * @param records whether the JVM was started with a recording, which may want its events
   */
  @SuppressWarnings("unchecked") // by reflection nothing but the class can be told
  static Function<String, Supplier<String>> start(Instrumentation instrumentation, boolean records)
      throws Exception {
    var boot = ModuleLayer.boot();
    var jar = Path.of(Bootstrap.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var configuration =
        boot.configuration().resolve(ModuleFinder.of(jar), ModuleFinder.of(), Set.of(MODULE));
    var controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(boot), ClassLoader.getPlatformClassLoader());
    var module = controller.layer().findModule(MODULE).orElseThrow();
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
    return (Function<String, Supplier<String>>)
        controller
            .layer()
            .findLoader(MODULE)
            .loadClass(AGENT)
            .getConstructor(Instrumentation.class, boolean.class)
            .newInstance(instrumentation, records);
  }
}
