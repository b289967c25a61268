package io.github.exectrace.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.exectrace.agent.AttachAnswer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads the agent into a running JVM. */
@Command(
    name = "attach",
    description = {
      "Loads the agent into a running JVM and says what became of it. Without PID: lists the JVMs",
      "that can be seen. The JDK prints a warning of its own on that JVM's standard error, unless",
      "it was started with -XX:+EnableDynamicAgentLoading."
    })
final class AttachCommand implements Callable<Integer> {
  private static final int NEEDED = 25;
  private static final String VERSION = "java.specification.version";
  private static final String MODULE_MISSING =
      "attaching takes the module jdk.attach, which this Java lacks; use a whole JDK";

  @Parameters(index = "0", arity = "0..1", paramLabel = "PID", description = "The JVM's process.")
  private Integer pid;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OPTIONS",
      description =
          "The agent's options, as in -javaagent:exectrace.jar=OPTIONS; file names are that JVM's.",
      defaultValue = "")
  private String options;

  @Spec private CommandSpec spec;

  /** Called by picocli. */
  AttachCommand() {}

  @Override
  public Integer call() throws IOException {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      throw new IOException(MODULE_MISSING);
    }
    return pid == null ? list() : attach();
  }

  private int list() {
    var out = spec.commandLine().getOut();
    for (var jvm : VirtualMachine.list()) {
      if (!jvm.id().equals(Long.toString(ProcessHandle.current().pid()))) {
        out.printf("%7s  %s%n", jvm.id(), jvm.displayName());
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private int attach() throws IOException {
    var jar = jar();
    new AttachTarget(pid).check(jar);
    var jvm = connect();
    try {
      checkVersion(jvm.getSystemProperties());
      load(jvm, jar);
      return report(jvm.getSystemProperties());
    } finally {
      jvm.detach();
    }
  }

  private static Path jar() throws IOException {
    try {
      return Path.of(
              AttachCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toRealPath();
    } catch (URISyntaxException impossible) {
      throw new IOException(impossible);
    }
  }

  private VirtualMachine connect() throws IOException {
    try {
      return VirtualMachine.attach(pid.toString());
    } catch (AttachNotSupportedException | IOException refused) {
      throw new IOException(
          "attaching to process "
              + pid
              + " failed: "
              + refused.getMessage()
              + "; it may be starting, ending or stopped, or run with -XX:+DisableAttachMechanism",
          refused);
    }
  }

  /** An older JVM would load the agent and be told the same, but it would keep its class. */
  private void checkVersion(Properties properties) throws IOException {
    var version = properties.getProperty(VERSION, "unknown");
    if (version.startsWith("1.")
        || !version.matches("\\d+")
        || Integer.parseInt(version) < NEEDED) {
      throw new IOException(
          "process "
              + pid
              + " is Java "
              + version
              + ", and Java "
              + NEEDED
              + " or later is needed");
    }
  }

  private void load(VirtualMachine jvm, Path jar) throws IOException {
    try {
      jvm.loadAgent(jar.toString(), options);
    } catch (AgentLoadException | AgentInitializationException refused) {
      throw new IOException(
          "process "
              + pid
              + " did not load the agent "
              + jar
              + ": "
              + refused.getMessage()
              + "; -XX:-EnableDynamicAgentLoading forbids it, and its user must be able to read the"
              + " jar",
          refused);
    }
  }

  private int report(Properties properties) {
    var answer = AttachAnswer.read(properties);
    var line = "process " + pid + ": " + answer.sentence();
    if (answer.kind() == AttachAnswer.Kind.DONE) {
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    spec.commandLine().getErr().println("exectrace: " + line);
    return answer.kind() == AttachAnswer.Kind.WRONG ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }
}
