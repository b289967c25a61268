package io.github.exectrace.redaction;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * One argument, or one word of a shell's command, and what of it is to be masked. Used by one
 * thread.
 */
final class Word {
  private final byte[] text;
  private final int[] origin; // where each byte stands in the text it was taken from; null: there
  private final boolean cut;
  private final BitSet masked = new BitSet();

  private Word(byte[] text, int[] origin, boolean cut) {
    this.text = text;
    this.origin = origin;
    this.cut = cut;
  }

  /** An argument. */
  static Word whole(byte[] text, boolean cut) {
    return new Word(text, null, cut);
  }

  /**
   * A part of a text, without its quotes.
   *
   * @param origin where each byte stands in that text
   */
  static Word part(byte[] text, int[] origin, boolean cut) {
    return new Word(text, origin, cut);
  }

  /** A piece of this one; {@link #maskIn} masks in this one what is masked in it. */
  Word part(int from, int to) {
    return part(
        Arrays.copyOfRange(text, from, to),
        IntStream.range(from, to).toArray(),
        cut && to == text.length);
  }

  byte[] text() {
    return text;
  }

  int length() {
    return text.length;
  }

  /** Whether more of it would follow that was not captured. */
  boolean cut() {
    return cut;
  }

  BitSet masked() {
    return masked;
  }

  void mask(int from, int to) {
    if (from < to) {
      masked.set(from, to);
    }
  }

  void maskAll() {
    mask(0, text.length);
  }

  /** Masks in another word what is masked in this part of it. */
  void maskIn(Word whole) {
    for (int from = masked.nextSetBit(0); from >= 0; ) {
      int to = Math.min(text.length, masked.nextClearBit(from));
      whole.mask(origin[from], origin[to - 1] + 1);
      from = masked.nextSetBit(to);
    }
  }

  boolean isEmpty() {
    return text.length == 0;
  }

  boolean startsWith(String prefix) {
    return Bytes.matches(text, 0, prefix);
  }

  /** Whether it is an option, such as {@code -x} or {@code --name}. */
  boolean isOption() {
    return text.length > 1 && text[0] == '-';
  }

  boolean is(String whole) {
    return text.length == whole.length() && startsWith(whole);
  }
}
