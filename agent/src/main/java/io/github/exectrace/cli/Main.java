package io.github.exectrace.cli;

import io.github.exectrace.cli.attach.AttachCommand;
import io.github.exectrace.cli.doctor.DoctorCommand;
import io.github.exectrace.cli.jfc.JfcCommand;
import io.github.exectrace.cli.report.ReportCommand;
import io.github.exectrace.cli.run.RunCommand;
import io.github.exectrace.cli.sidecar.SidecarCommand;
import io.github.exectrace.cli.trace.TraceCommand;
import io.github.exectrace.text.FailureText;
import io.github.exectrace.text.VisibleText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's entry: picks the command and turns failures into sentences. */
@Command(
    name = "exectrace",
    description = "Shows which processes are started on this machine, and by whom.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all went well", "1:the system did not allow it", "2:wrong usage"},
    subcommands = {
      TraceCommand.class,
      RunCommand.class,
      SidecarCommand.class,
      AttachCommand.class,
      ReportCommand.class,
      DoctorCommand.class,
      JfcCommand.class,
      GenerateCompletion.class
    })
public final class Main {
  private static final String DEFAULT_COMMAND = "trace";
  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    var commandLine =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            // An @ is for --redaction, or is the business of a command to run.
            .setExpandAtFiles(false)
            .registerConverter(Path.class, Main::path)
            .setParameterExceptionHandler(Main::correct)
            .setExecutionExceptionHandler(Main::explain);
    // What stands behind a command to run are its own options.
    commandLine.getSubcommands().get("run").setStopAtPositional(true);
    return commandLine.execute(withCommand(commandLine, arguments));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException wrong) {
      throw new TypeConversionException(FailureText.of(wrong));
    }
  }

  /** Options alone mean the default command, as in {@code exectrace --output json}. */
  private static String[] withCommand(CommandLine commandLine, String[] arguments) {
    if (arguments.length > 0
        && (OWN_OPTIONS.contains(arguments[0])
            || commandLine.getSubcommands().containsKey(arguments[0])
            || !arguments[0].startsWith("-"))) {
      return arguments;
    }
    var completed = new String[arguments.length + 1];
    completed[0] = DEFAULT_COMMAND;
    System.arraycopy(arguments, 0, completed, 1, arguments.length);
    return completed;
  }

  /** One sentence and where to read on, not the whole usage. */
  private static int correct(ParameterException wrong, String[] arguments) {
    var command = wrong.getCommandLine();
    var err = command.getErr();
    err.println("exectrace: " + VisibleText.guard(wrong.getMessage()));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static int explain(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
    commandLine.getErr().println("exectrace: " + FailureText.of(failure));
    return ExitCode.SOFTWARE;
  }
}
