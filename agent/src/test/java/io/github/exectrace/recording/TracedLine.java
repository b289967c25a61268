package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.ShellUnquoting;
import java.nio.charset.StandardCharsets;

/** Reads a line of {@code trace} from left to right, as somebody would who knows the format. */
final class TracedLine {
  private final String line;
  private int at;

  TracedLine(String line) {
    this.line = line;
  }

  void skip(String expected) {
    assertThat(line.startsWith(expected, at)).as("%s at %d of %s", expected, at, line).isTrue();
    at += expected.length();
  }

  String rest() {
    return line.substring(at);
  }

  /** A name between double quotes. */
  byte[] name() {
    skip("\"");
    var name = new StringBuilder();
    boolean bytes = false;
    for (char each = line.charAt(at++); each != '"'; each = line.charAt(at++)) {
      if (each != '\\') {
        name.append(each);
        continue;
      }
      char kind = line.charAt(at++);
      int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
      bytes |= kind == 'x';
      name.append(
          digits == 0 ? kind : (char) Integer.parseInt(line.substring(at, at + digits), 16));
      at += digits;
    }
    return name.toString().getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  /** A word as a shell reads it, up to what stands between it and the next one. */
  byte[] word() {
    int from = at;
    while (at < line.length() && !ends()) {
      char each = line.charAt(at++);
      boolean escapes = each == '$' && line.charAt(at) == '\'';
      if (escapes) {
        at++;
      }
      if (escapes || each == '\'') {
        skipQuoted(escapes);
      } else if (each == '\\') {
        at++;
      }
    }
    var words = ShellUnquoting.words(line.substring(from, at));
    assertThat(words).as(line).hasSize(1);
    return words.getFirst();
  }

  private boolean ends() {
    boolean comma = line.startsWith(", ", at) && !line.startsWith(", (deleted)", at);
    return line.charAt(at) == ']' || line.charAt(at) == ' ' || comma;
  }

  private void skipQuoted(boolean escapes) {
    while (line.charAt(at) != '\'') {
      at += escapes && line.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }
}
