package io.github.exectrace.cli.attach;

import io.github.exectrace.agent.AttachAnswer;
import io.github.exectrace.agent.OptionalModule;
import io.github.exectrace.text.VisibleText;
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
public final class AttachCommand implements Callable<Integer> {
  private static final int NEEDED = 17;
  private static final String VERSION = "java.specification.version";

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
    OptionalModule.ATTACH.require();
    return pid == null ? list() : attach();
  }

  private int list() {
    var out = spec.commandLine().getOut();
    for (var jvm : AttachedJvm.all()) {
      out.printf("%7s  %s%n", VisibleText.of(jvm.pid()), VisibleText.of(jvm.name()));
    }
    out.flush();
    return ExitCode.OK;
  }

  private int attach() throws IOException {
    var jar = jar();
    new AttachTarget(pid).check(jar);
    try (var jvm = AttachedJvm.connect(pid)) {
      checkVersion(jvm.systemProperties());
      var question = AttachAnswer.newQuestion();
      jvm.load(jar, AttachAnswer.ask(question, options));
      return report(AttachAnswer.read(jvm.systemProperties(), question));
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

  /** An older JVM would load the agent and print the same, but its class would stay loaded. */
  private void checkVersion(Properties properties) throws IOException {
    var version = properties.getProperty(VERSION, "unknown");
    if (version.startsWith("1.")
        || !version.matches("\\d+")
        || Integer.parseInt(version) < NEEDED) {
      throw new IOException(
          "process "
              + pid
              + " is Java "
              + VisibleText.of(version)
              + ", and Java "
              + NEEDED
              + " or later is needed");
    }
  }

  /** The sentence is the other JVM's, which may be anybody's. */
  private int report(AttachAnswer answer) {
    var line = "process " + pid + ": " + VisibleText.guard(answer.sentence());
    if (answer.kind() == AttachAnswer.Kind.DONE) {
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    spec.commandLine().getErr().println("exectrace: " + line);
    return answer.kind() == AttachAnswer.Kind.WRONG ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }
}
