package io.github.exectrace.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * A JSON object on one line. Whatever a terminal would obey or hide, such as control characters and
 * those that turn the direction of writing, is escaped: JSON itself demands that of few.
 */
final class JsonLine {
  private JsonLine() {}

  /** Writes the names and values of an object. */
  @FunctionalInterface
  interface Members {
    void write(JsonWriter json) throws IOException;
  }

  static String of(Members members) {
    var line = new StringWriter();
    try (var json = new JsonWriter(line)) {
      json.setHtmlSafe(false);
      json.beginObject();
      members.write(json);
      json.endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return escaped(line.toString());
  }

  private static String escaped(String line) {
    if (line.codePoints().noneMatch(JsonLine::isUnsafe)) {
      return line;
    }
    var escaped = new StringBuilder();
    line.codePoints()
        .forEach(
            character -> {
              if (isUnsafe(character)) {
                for (char each : Character.toChars(character)) {
                  escaped.append("\\u%04x".formatted((int) each));
                }
              } else {
                escaped.appendCodePoint(character);
              }
            });
    return escaped.toString();
  }

  /** Occurs within strings only: what is outside of them is plain ASCII. */
  private static boolean isUnsafe(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
  }
}
