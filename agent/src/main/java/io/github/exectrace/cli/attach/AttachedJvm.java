package io.github.exectrace.cli.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.exectrace.text.FailureText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Another JVM, reached through the module jdk.attach. All that knows types of that module is in
 * here, so that every other command works where it is missing.
 */
final class AttachedJvm implements AutoCloseable {
  private final int pid;
  private final VirtualMachine jvm;

  private AttachedJvm(int pid, VirtualMachine jvm) {
    this.pid = pid;
    this.jvm = jvm;
  }

  /**
   * A JVM that can be seen.
   *
   * @param name its main class or jar, and the arguments
   */
  record Visible(String pid, String name) {}

  /** All but this one. */
  static List<Visible> all() {
    var found = new ArrayList<Visible>();
    for (var each : VirtualMachine.list()) {
      if (!each.id().equals(Long.toString(ProcessHandle.current().pid()))) {
        found.add(new Visible(each.id(), each.displayName()));
      }
    }
    return found;
  }

  /**
   * Reaches a JVM.
   *
   * @throws IOException with a sentence if it does not answer
   */
  static AttachedJvm connect(int pid) throws IOException {
    try {
      return new AttachedJvm(pid, VirtualMachine.attach(Integer.toString(pid)));
    } catch (AttachNotSupportedException | IOException refused) {
      throw new IOException(
          "attaching to process "
              + pid
              + " failed: "
              + FailureText.of(refused)
              + "; it may be starting, ending or stopped, or run with -XX:+DisableAttachMechanism",
          refused);
    }
  }

  Properties systemProperties() throws IOException {
    return jvm.getSystemProperties();
  }

  /**
   * Loads the agent.
   *
   * @throws IOException with a sentence if the JVM does not do it
   */
  void load(Path jar, String options) throws IOException {
    try {
      jvm.loadAgent(jar.toString(), options);
    } catch (AgentLoadException | AgentInitializationException refused) {
      throw new IOException(
          "process "
              + pid
              + " did not load the agent "
              + jar
              + ": "
              + FailureText.of(refused)
              + "; -XX:-EnableDynamicAgentLoading forbids it, and its user must be able to read the"
              + " jar",
          refused);
    }
  }

  @Override
  public void close() throws IOException {
    jvm.detach();
  }
}
