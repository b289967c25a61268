package io.github.exectrace.agent;

import io.github.exectrace.recording.RecordingFile;
import io.github.exectrace.recording.SpawnRecorder;
import io.github.exectrace.recording.TracingSwitch;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import jdk.jfr.FlightRecorder;

/** Puts the parts together. Runs in the agent's own module. */
public final class Agent {
  private Agent() {}

  /**
   * Called once, by {@link Bootstrap}. Returns quickly; the kernel is made ready on a background
   * thread while the application begins.
   */
  public static void start(String arguments, Instrumentation instrumentation) throws Exception {
    AgentOptions options;
    try {
      options = AgentOptions.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      say("not tracing: " + wrong.getMessage());
      return;
    }
    enableNativeAccess();
    var tracing =
        new TracingSwitch(options.recordingOptions(), options.quiet() ? _ -> {} : Agent::say);
    var recorder = new SpawnRecorder(tracing);
    ProcessImplTransformer.install(instrumentation, new SpawnHook(recorder));
    if (options.recording().isPresent() || FlightRecorder.isInitialized()) {
      tracing.prepare();
    }
    if (options.recording().isPresent()) {
      try {
        RecordingFile.start(options.recording().get(), options.recordingOptions().redaction());
      } catch (IOException refused) {
        say("not recording: " + refused.getMessage());
      }
    }
    tracing.follow();
  }

  /**
   * Allows this module to call native functions (JEP 472), without the flag that the user would
   * have to give otherwise. {@link Bootstrap} has opened java.lang for it.
   */
  private static void enableNativeAccess() throws ReflectiveOperationException {
    var enable = Module.class.getDeclaredMethod("implAddEnableNativeAccess");
    enable.setAccessible(true);
    enable.invoke(Agent.class.getModule());
  }

  private static void say(String line) {
    System.err.println("exectrace: " + line);
  }
}
