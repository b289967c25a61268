package io.github.exectrace.cli.output;

import com.google.gson.stream.JsonWriter;
import io.github.exectrace.text.JsonEscapingWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * A JSON object on one line, in which nothing is hidden and nothing obeyed by a terminal: {@link
 * JsonEscapingWriter}.
 */
public final class JsonLine {
  private JsonLine() {}

  /** Writes the names and values of an object. */
  @FunctionalInterface
  public interface Members {
    void write(JsonWriter json) throws IOException;
  }

  public static String of(Members members) {
    var line = new StringWriter();
    try (var json = new JsonWriter(new JsonEscapingWriter(line))) {
      json.setHtmlSafe(false);
      json.beginObject();
      members.write(json);
      json.endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return line.toString();
  }
}
