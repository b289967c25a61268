package io.github.exectrace.agent;

import io.github.exectrace.recording.RecordingFile;
import io.github.exectrace.recording.SpawnRecorder;
import io.github.exectrace.recording.TracingSwitch;
import io.github.exectrace.text.FailureText;
import io.github.exectrace.text.VisibleText;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import jdk.jfr.Recording;

/**
 * Puts the parts together. Runs in the agent's own module.
 *
 * <p>A function of the options, which {@link Bootstrap} calls each time that the agent is loaded.
 * The first time starts it, and each later one may start one more recording. What it returns says
 * what became of that, and waits for it as long as that takes.
 *
 * <p>The application can reach this object, and make others of this class: see Bootstrap. So the
 * first object is the only one, the first options are the only ones that say what is loaded and
 * called in native code, and the {@link Instrumentation} is not kept.
 */
public final class Agent implements Function<String, Supplier<String>> {
  private static final AtomicBoolean MADE = new AtomicBoolean();
  private static final int JAVA_OF_NATIVE_ACCESS = 21; // no native function is called before

  private final boolean records;
  private Instrumentation instrumentation; // null from the first options on
  private TracingSwitch tracing; // null until it is started
  private AgentOptions options;

  /**
   * Called by {@link Bootstrap}.
   *
   * @param records whether the JVM was started with a recording, which may want its events
   * @throws IllegalStateException if there is an agent in this layer already
   */
  public Agent(Instrumentation instrumentation, boolean records) {
    if (!MADE.compareAndSet(false, true)) {
      throw new IllegalStateException("there is an agent already");
    }
    this.instrumentation = instrumentation;
    this.records = records;
  }

  /**
   * Returns quickly; the kernel is made ready on a background thread while the application begins.
   *
   * @throws IllegalArgumentException with a sentence if the options are wrong; of a start, there
   *     has to be another agent then
   * @throws IllegalStateException if it cannot be started, or could not be before
   */
  @Override
  public synchronized Supplier<String> apply(String arguments) {
    if (tracing != null) {
      return startAgain(arguments);
    }
    if (instrumentation == null) {
      throw new IllegalStateException("the agent could not be started");
    }
    var jvm = instrumentation;
    instrumentation = null;
    try {
      return start(AgentOptions.parse(arguments), jvm);
    } catch (ReflectiveOperationException | UnmodifiableClassException unexpected) {
      throw new IllegalStateException(FailureText.of(unexpected), unexpected);
    }
  }

  private static Supplier<String> answer(AttachAnswer answer) {
    return answer::toString;
  }

  private Supplier<String> start(AgentOptions chosen, Instrumentation jvm)
      throws ReflectiveOperationException, UnmodifiableClassException {
    enableNativeAccess();
    openRecorder(jvm);
    options = chosen;
    tracing =
        new TracingSwitch(chosen.recordingOptions(), chosen.quiet() ? ignored -> {} : Agent::say);
    boolean awaited = chosen.recording().isPresent() || records;
    if (ProcessImplTransformer.install(jvm, new SpawnHook(new SpawnRecorder(tracing)))) {
      tracing.hookedInUse();
    }
    try {
      if (awaited) {
        tracing.prepare();
      }
      return chosen.recording().isPresent()
          ? record(chosen.recording().get(), "")
          : () -> AttachAnswer.done(tracing.describe()).toString();
    } finally {
      tracing.follow();
      if (awaited) {
        // What native code starts does not wait for tracing, and would be missed.
        tracing.awaitReady();
      }
    }
  }

  private Supplier<String> record(Path file, String before) {
    try {
      var started = RecordingFile.start(file, options.recordingOptions().redaction());
      if (started.notice().isPresent() && !options.quiet()) {
        say(started.notice().get());
      }
      var into = started.notice().orElse("recording into " + started.file());
      return () ->
          AttachAnswer.done(before + into + " until that JVM ends; " + tracing.describe())
              .toString();
    } catch (IOException refused) {
      say("not recording: " + refused.getMessage());
      return answer(AttachAnswer.refused("not recording: " + refused.getMessage()));
    }
  }

  /**
   * Lets this module say where the recorder keeps its files (JfrRepository), and find out whether a
   * thread holds its locks (RecorderLocks).
   */
  private static void openRecorder(Instrumentation jvm) {
    jvm.redefineModule(
        Recording.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of(
            "jdk.jfr",
            Set.of(Agent.class.getModule()),
            "jdk.jfr.internal",
            Set.of(Agent.class.getModule())),
        Set.of(),
        Map.of());
  }

  /** Only a recording can be added: how the kernel is traced and what is masked is decided. */
  private Supplier<String> startAgain(String arguments) {
    var chosen = AgentOptions.parse(arguments);
    if (chosen.recording().isEmpty() || !chosen.isRecordingAlone()) {
      return answer(
          AttachAnswer.refused(
              "already started in this JVM; the options given now have no effect: "
                  + arguments
                  + "; only recording=FILE, alone, can be given again"));
    }
    return record(chosen.recording().get(), "already started; now also ");
  }

  /**
   * Allows this module to call native functions (JEP 472), without the flag that the user would
   * have to give otherwise. {@link Bootstrap} has opened java.lang for it.
   */
  private static void enableNativeAccess() throws ReflectiveOperationException {
    if (Runtime.version().feature() >= JAVA_OF_NATIVE_ACCESS) {
      var enable = Module.class.getDeclaredMethod("implAddEnableNativeAccess");
      enable.setAccessible(true);
      enable.invoke(Agent.class.getModule());
    }
  }

  private static void say(String line) {
    System.err.println("exectrace: " + VisibleText.guard(line));
  }
}
