package io.github.exectrace.text;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Escapes in JSON whatever is not {@linkplain VisibleText#isVisible(int) visible}: JSON itself
 * demands that of few characters. Those occur within strings only, but for line breaks, which JSON
 * escapes there. Not safe for use by several threads.
 */
public final class JsonEscapingWriter extends FilterWriter {
  private char high; // the first half of a pair that has not been completed yet; else 0
  private boolean onBase; // whether a mark would stand on a character of the same text

  /** Writes to another one, which is closed with this. */
  public JsonEscapingWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int character) throws IOException {
    char each = (char) character;
    if (high != 0 && Character.isLowSurrogate(each)) {
      writePair(each);
      return;
    }
    writePending();
    if (Character.isHighSurrogate(each)) {
      high = each;
    } else if (each == '\n' || isVisible(each)) {
      out.write(each);
      onBase = each != '"' && VisibleText.isBase(each);
    } else {
      writeEscaped(each);
    }
  }

  private void writePair(char low) throws IOException {
    if (isVisible(Character.toCodePoint(high, low))) {
      out.write(new char[] {high, low});
      onBase = true;
    } else {
      writeEscaped(high);
      writeEscaped(low);
    }
    high = 0;
  }

  private boolean isVisible(int character) {
    return VisibleText.isVisible(character) && (onBase || !VisibleText.isMark(character));
  }

  private void writePending() throws IOException {
    if (high != 0) {
      writeEscaped(high);
      high = 0;
    }
  }

  private void writeEscaped(char each) throws IOException {
    out.write(String.format(Locale.ROOT, "\\u%04x", (int) each));
    onBase = false;
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

  @Override
  public void close() throws IOException {
    writePending();
    super.close();
  }
}
