package io.github.exectrace.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;

/**
 * Looks for what the agent may have left within reach: walks from everything that an application
 * gets hold of, by reflection as far as it may, and tries to have a library of its own loaded with
 * the agent's rights. Prints what it finds.
 *
 * <p>Arguments: the agent's jar, and a library.
 */
public final class Intruder {
  private static final String PREFIX = "io.github.exectrace.";
  private static final List<String> SHARED = List.of(PREFIX + "premain.", PREFIX + "agent.");

  private final Path library;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Step> open = new ArrayDeque<>();
  private final Set<Class<?>> agents = new LinkedHashSet<>();

  private record Step(Object object, String path) {}

  private Intruder(Path library) {
    this.library = library;
  }

  /** Takes the agent's jar, and a library. */
  public static void main(String[] arguments) throws Exception {
    var intruder = new Intruder(Path.of(arguments[1]));
    System.setErr(new PrintStream(intruder.new Overheard(), true));
    intruder.search(Path.of(arguments[0]));
    try (var recording = new Recording()) {
      // A value that the agent complains of, on the stream above.
      recording.enable("exectrace.ProcessExec").with("scope", "nonsense");
      recording.start();
      intruder.search(Path.of(arguments[0]));
    }
    intruder.agents.forEach(type -> System.out.println("reached " + type.getName()));
    System.out.println("done");
  }

  /** Which classes of the agent's call an application's own code. */
  private final class Overheard extends OutputStream {
    @Override
    public void write(int each) {
      StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).forEach(frame -> take(frame));
    }

    private void take(StackFrame frame) {
      reach(frame.getDeclaringClass());
    }
  }

  private void reach(Class<?> type) {
    if (type.getName().startsWith(PREFIX)
        && !ClassLoader.getSystemClassLoader().equals(type.getClassLoader())) {
      agents.add(type);
    }
  }

  private void search(Path jar) throws Exception {
    seen.clear();
    for (var type : sharedClasses(jar)) {
      visit(type, type.getName());
    }
    var listeners = new ArrayList<FlightRecorderListener>();
    FlightRecorder.removeListener(new Curious(listeners));
    listeners.forEach(each -> visit(each, "listener"));
    Thread.getAllStackTraces().keySet().forEach(each -> visit(each, "thread " + each.getName()));
    visit(System.getProperties(), "properties");
    if (FlightRecorder.isInitialized()) {
      FlightRecorder.getFlightRecorder().getRecordings().forEach(each -> visit(each, "recording"));
    }
    while (!open.isEmpty()) {
      var step = open.remove();
      walk(step.object(), step.path());
    }
    for (var type : List.copyOf(agents)) {
      attack(type);
    }
  }

  /** Those that the agent's jar has brought into the application's own class loader. */
  private static List<Class<?>> sharedClasses(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName().replace('/', '.'))
          .filter(name -> name.endsWith(".class"))
          .filter(name -> SHARED.stream().anyMatch(name::startsWith))
          .filter(name -> !name.contains(".bridge."))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .<Class<?>>map(Intruder::load)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Equal to nothing, but shown every listener that there is. */
  private record Curious(List<FlightRecorderListener> shown) implements FlightRecorderListener {
    @Override
    public boolean equals(Object other) {
      if (other instanceof FlightRecorderListener listener) {
        shown.add(listener);
      }
      return false;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  private void visit(Object object, String path) {
    if (object != null && seen.add(object)) {
      if (object instanceof Instrumentation) {
        System.out.println("LEAK: an Instrumentation by " + path);
      }
      open.add(new Step(object, path));
    }
  }

  private void walk(Object object, String path) {
    reach(object instanceof Class<?> type ? type : object.getClass());
    ask(object, path);
    if (object instanceof Class<?> type) {
      if (type.getName().startsWith(PREFIX)) {
        fields(type, null, path);
      }
      return;
    }
    if (object instanceof Object[] array) {
      for (int i = 0; i < Array.getLength(array); i++) {
        visit(array[i], path + "[]");
      }
    }
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      fields(type, object, path);
    }
  }

  private void fields(Class<?> type, Object object, String path) {
    for (Field field : type.getDeclaredFields()) {
      boolean isStatic = Modifier.isStatic(field.getModifiers());
      if (field.getType().isPrimitive() || isStatic != (object == null)) {
        continue;
      }
      try {
        if (field.trySetAccessible()) {
          visit(field.get(object), path + "." + field.getName());
        }
      } catch (IllegalAccessException | LinkageError unreachable) {
        // Then not this way.
      }
    }
  }

  /** What objects of the JDK hand out of themselves. */
  private void ask(Object object, String path) {
    try {
      switch (object) {
        case AtomicReference<?> reference -> visit(reference.get(), path + ".get()");
        case CompletableFuture<?> future -> visit(future.getNow(null), path + ".getNow()");
        case Optional<?> optional -> visit(optional.orElse(null), path + ".get()");
        case Supplier<?> supplier -> visit(supplier.get(), path + ".get()");
        case Map<?, ?> map -> map.values().forEach(each -> visit(each, path + ".values()"));
        case Iterable<?> all -> all.forEach(each -> visit(each, path + ".iterator()"));
        case Thread thread -> {
          visit(thread.getContextClassLoader(), path + ".getContextClassLoader()");
          visit(thread.getUncaughtExceptionHandler(), path + ".handler");
        }
        case Function<?, ?> function when object.getClass().getName().startsWith(PREFIX) ->
            order(function, path);
        default -> {}
      }
    } catch (RuntimeException refused) {
      // Then not this way.
    }
  }

  @SuppressWarnings("unchecked") // the agent is a function of its options
  private void order(Function<?, ?> agent, String path) {
    var answer = ((Function<String, Object>) agent).apply("lib=" + library + ",mode=kernel");
    visit(answer, path + ".apply()");
    checkLibrary(path + ".apply()");
  }

  /** From one class of the agent's to all others. */
  @SuppressWarnings("try") // it is open, and that is all
  private void attack(Class<?> type) {
    try {
      var loader = type.getClassLoader();
      var fake =
          Proxy.newProxyInstance(
              Intruder.class.getClassLoader(),
              new Class<?>[] {Instrumentation.class},
              (ignored, method, ignoredArguments) ->
                  method.getReturnType().isArray() ? new Class<?>[0] : null);
      attempt(
          () -> {
            var agent =
                loader
                    .loadClass(PREFIX + "agent.Agent")
                    .getConstructor(Instrumentation.class, boolean.class)
                    .newInstance(fake, true);
            order((Function<?, ?>) agent, "new Agent()");
          });
      attempt(
          () -> {
            var options = loader.loadClass(PREFIX + "tracer.TracerOptions");
            var mine =
                options
                    .getMethod("withLibbpf", Path.class)
                    .invoke(options.getMethod("defaults").invoke(null), library);
            var open = loader.loadClass(PREFIX + "tracer.Tracer").getMethod("open", options);
            try (var ignored = (AutoCloseable) open.invoke(null, mine)) {
              checkLibrary("Tracer.open()");
            }
          });
      checkLibrary("an attack on " + type.getName());
    } catch (IllegalArgumentException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Something that may be refused. */
  private interface Attempt {
    void run() throws Exception;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (InvocationTargetException refused) {
      System.out.println("refused: " + refused.getCause());
    } catch (Exception | LinkageError refused) {
      System.out.println("refused: " + refused);
    }
  }

  private void checkLibrary(String path) {
    try {
      if (Files.readString(Path.of("/proc/self/maps")).contains(library.toString())) {
        System.out.println("LEAK: a library was loaded by " + path);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
