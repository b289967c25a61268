package io.github.exectrace.cli.options;

import io.github.exectrace.tracer.TracerOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much the kernel program captures, for every command that traces. */
public final class CaptureOptions {
  @Option(
      names = "--max-args",
      paramLabel = "BYTES",
      description =
          "How much of the arguments to capture, at most 65536. Default: ${DEFAULT-VALUE}.",
      defaultValue = "8192")
  private int argumentLimit;

  @Option(
      names = "--ring",
      paramLabel = "BYTES",
      description = "Size of the ring buffer, a power of two. Default: ${DEFAULT-VALUE}.",
      defaultValue = "4194304")
  private int ringBytes;

  /** Called by picocli. */
  public CaptureOptions() {}

  /**
   * The options with these in them; what the library has to say goes to standard error.
   *
   * @throws ParameterException if one is out of its range
   */
  public TracerOptions apply(CommandSpec spec, TracerOptions options) {
    var err = spec.commandLine().getErr();
    try {
      return options
          .withArgumentLimit(argumentLimit)
          .withRingBytes(ringBytes)
          .withDiagnostics(line -> err.println("exectrace: " + line));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }
}
