package io.github.exectrace.cli.report;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Escapes in JSON whatever a terminal would obey or hide, such as control characters and those that
 * turn the direction of writing: JSON itself demands that of few. They occur within strings only.
 */
final class EscapingWriter extends FilterWriter {
  EscapingWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int character) throws IOException {
    int type = Character.getType((char) character);
    boolean unsafe =
        type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    if (unsafe && character != '\n') {
      out.write("\\u%04x".formatted(character));
    } else {
      out.write(character);
    }
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(characters[i]);
    }
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(text.charAt(i));
    }
  }
}
