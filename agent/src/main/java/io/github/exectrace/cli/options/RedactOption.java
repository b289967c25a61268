package io.github.exectrace.cli.options;

import io.github.exectrace.redaction.Redaction;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * What is masked in the events that are printed: nothing, unless it is asked for. Who may trace the
 * machine can see all of it anyway.
 */
public final class RedactOption {
  @Option(
      names = "--redact",
      paramLabel = "WHAT",
      description =
          "Mask secrets in arguments: 'default' for what looks like one, a regular expression or"
              + " @FILE with one a line for more; may be given several times.")
  private List<String> words = List.of();

  /** Called by picocli. */
  public RedactOption() {}

  /**
   * What to mask.
   *
   * @throws ParameterException if a word is wrong
   */
  public Redaction redaction(CommandSpec spec) {
    try {
      return words.isEmpty() ? Redaction.NONE : Redaction.of(words);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }
}
