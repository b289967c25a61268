package io.github.exectrace.cli.options;

import io.github.exectrace.options.ByteCount;
import io.github.exectrace.options.OptionKey;
import io.github.exectrace.options.Values;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.text.VisibleText;
import io.github.exectrace.tracer.TracerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How the kernel program captures, for every command that traces: those options of the table. */
public final class CaptureOptions implements IModelTransformer {
  private static final List<OptionKey> KEYS =
      List.of(OptionKey.ARGUMENT_LIMIT, OptionKey.REDACTION, OptionKey.RING, OptionKey.LIB);

  /** Called by picocli. */
  public CaptureOptions() {}

  @Override
  public CommandSpec transform(CommandSpec command) {
    for (var key : KEYS) {
      command.addOption(option(key, List.of(key.word())).description(description(key)).build());
      if (!key.aliases().isEmpty()) {
        command.addOption(option(key, key.aliases()).hidden(true).build());
      }
    }
    return command;
  }

  private static OptionSpec.Builder option(OptionKey key, List<String> words) {
    var builder =
        OptionSpec.builder(words.stream().map(word -> "--" + word).toArray(String[]::new))
            .paramLabel(key.takes().label());
    return switch (key.takes()) {
      case Values.Bytes _ -> builder.type(Integer.class).converters(new Bytes());
      case Values.File _ -> builder.type(Path.class);
      case Values.Patterns _ -> builder.type(List.class).auxiliaryTypes(String.class).arity("1");
      default -> throw new IllegalArgumentException("no command has the option " + key);
    };
  }

  private static String description(OptionKey key) {
    return key.takes() instanceof Values.Bytes bytes
        ? "%s From %s. Default: %s."
            .formatted(key.description(), bytes.describe(), ByteCount.format(bytes.byDefault()))
        : key.description();
  }

  /** A number of bytes with or without a unit. */
  private static final class Bytes implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        return ByteCount.parse(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(
            "'" + text + "' is no number of bytes such as 8192, 64k or 4m");
      }
    }
  }

  /**
   * The options with those of the command line in them; diagnostics go to standard error.
   *
   * @throws ParameterException if one is out of its range
   */
  public static TracerOptions apply(CommandSpec spec, TracerOptions options) {
    var err = spec.commandLine().getErr();
    try {
      var sized =
          options
              .withArgumentLimit(bytes(spec, OptionKey.ARGUMENT_LIMIT))
              .withRingBytes(bytes(spec, OptionKey.RING))
              .withDiagnostics(line -> err.println("exectrace: " + VisibleText.guard(line)));
      return given(spec, OptionKey.LIB)
          .findFirst()
          .map(Path.class::cast)
          .map(sized::withLibbpf)
          .orElse(sized);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }

  /**
   * What is masked in the events that are printed: nothing, unless it is asked for. Who may trace
   * the machine can see all of it anyway.
   *
   * @throws ParameterException if a word is wrong
   */
  public static Redaction redaction(CommandSpec spec) {
    var words =
        given(spec, OptionKey.REDACTION)
            .flatMap(values -> ((List<?>) values).stream())
            .map(String.class::cast)
            .toList();
    try {
      return words.isEmpty() ? Redaction.NONE : Redaction.of(words);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }

  private static int bytes(CommandSpec spec, OptionKey key) {
    return given(spec, key).findFirst().map(Integer.class::cast).orElse(key.bytes().byDefault());
  }

  /** What stands behind an option, and behind its earlier names. */
  private static Stream<Object> given(CommandSpec spec, OptionKey key) {
    var parsed = spec.commandLine().getParseResult();
    var names = Stream.concat(Stream.of(key.word()), key.aliases().stream().limit(1));
    return names
        .map(name -> "--" + name)
        .filter(parsed::hasMatchedOption)
        .map(name -> parsed.matchedOption(name).getValue());
  }
}
