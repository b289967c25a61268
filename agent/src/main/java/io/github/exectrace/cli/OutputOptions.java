package io.github.exectrace.cli;

import picocli.CommandLine.Option;

/** How events are printed. */
final class OutputOptions {
  /** The formats there are. */
  enum Format {
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
  OutputOptions() {}

  EventFormat format() {
    return format == Format.JSON ? new JsonFormat() : new TextFormat(timestamps);
  }
}
