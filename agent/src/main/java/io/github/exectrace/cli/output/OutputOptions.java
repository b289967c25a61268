package io.github.exectrace.cli.output;

import picocli.CommandLine.Option;

/** How events are printed. */
public final class OutputOptions {
  /** The formats there are. */
  public enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-f", "--output"},
      paramLabel = "FORMAT",
      description = "text or json. Default: ${DEFAULT-VALUE}.",
      defaultValue = "text")
  private Format format;

  @Option(names = "--timestamps", description = "Begin each line of text with the time.")
  private boolean timestamps;

  /** Called by picocli. */
  public OutputOptions() {}

  public EventFormat format() {
    return format == Format.JSON ? new JsonFormat() : new TextFormat(timestamps);
  }
}
