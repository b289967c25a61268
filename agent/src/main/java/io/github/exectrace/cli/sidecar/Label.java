package io.github.exectrace.cli.sidecar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Something that a log line is to carry, {@code key=value}. */
record Label(String key, String value) {
  /**
   * Reads a label; blanks around key and value do not count.
   *
   * @throws IllegalArgumentException with a sentence if it has no key or no equals sign
   */
  static Label parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0 || text.substring(0, equals).isBlank()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no label; write key=value, such as workspace=dev");
    }
    return new Label(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }

  /** A key given twice has the value given last. */
  static Map<String, String> byKey(List<Label> labels) {
    var values = new LinkedHashMap<String, String>();
    labels.forEach(label -> values.put(label.key(), label.value()));
    return values;
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<Label> {
    /** Called by picocli. */
    Converter() {}

    @Override
    public Label convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
