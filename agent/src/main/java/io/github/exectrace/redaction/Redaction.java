package io.github.exectrace.redaction;

import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.ProcessEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What of arguments is masked: values that look like secrets, and what patterns of the user's own
 * match. Immutable and safe for use by several threads.
 *
 * <p>Written as words: {@code default} (what looks like a secret), {@code none} (not that), and
 * patterns, each either a regular expression ({@link java.util.regex.Pattern}) or {@code @FILE}, a
 * file with one regular expression a line. A pattern is looked for in each argument by itself; what
 * its groups matched is masked, or all that it matched if it has no group. Patterns add to {@code
 * default} unless {@code none} is there too.
 */
public final class Redaction {
  /** What stands in place of each secret. */
  public static final String MASK = "***";

  /** Masks what looks like a secret. */
  public static final Redaction DEFAULT = new Redaction(true, List.of());

  /** Masks nothing. */
  public static final Redaction NONE = new Redaction(false, List.of());

  private static final int KERNEL_NAME = 15; // TASK_COMM_LEN without the NUL
  private static final String DEFAULT_WORD = "default";
  private static final String NONE_WORD = "none";
  private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.US_ASCII);

  private final boolean secrets;
  private final List<OwnPattern> patterns;

  private Redaction(boolean secrets, List<OwnPattern> patterns) {
    this.secrets = secrets;
    this.patterns = List.copyOf(patterns);
  }

  /**
   * Reads words separated by commas; a comma within one is written {@code \,}.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Redaction parse(String text) {
    return of(splitAtCommas(text));
  }

  /**
   * Reads words; no word at all is {@link #DEFAULT}.
   *
   * @throws IllegalArgumentException with a sentence for the user: a pattern that is none, a file
   *     that cannot be read, or a contradiction
   */
  public static Redaction of(List<String> words) {
    boolean none = words.contains(NONE_WORD);
    if (none && words.contains(DEFAULT_WORD)) {
      throw new IllegalArgumentException("redaction cannot be both 'default' and 'none'");
    }
    var patterns = new ArrayList<OwnPattern>();
    for (var word : words) {
      if (!word.equals(NONE_WORD) && !word.equals(DEFAULT_WORD) && !word.isEmpty()) {
        patterns.addAll(OwnPattern.read(word));
      }
    }
    return patterns.isEmpty() ? (none ? NONE : DEFAULT) : new Redaction(!none, patterns);
  }

  /**
   * Splits a list at its commas; {@code \,} stands for a comma that is part of a word. Other
   * backslashes stay.
   */
  public static List<String> splitAtCommas(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
        word.append(',');
        i++;
      } else if (each == ',') {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(each);
      }
    }
    words.add(word.toString());
    return words;
  }

  /** Masks whatever either of the two masks. */
  public Redaction and(Redaction other) {
    var all = new LinkedHashSet<>(patterns);
    all.addAll(other.patterns);
    return new Redaction(secrets || other.secrets, List.copyOf(all));
  }

  /** What is masked, in a word or two that do not tell the patterns. */
  public String summary() {
    var word = secrets ? DEFAULT_WORD : NONE_WORD;
    return switch (patterns.size()) {
      case 0 -> word;
      case 1 -> word + " and 1 pattern";
      default -> word + " and " + patterns.size() + " patterns";
    };
  }

  /** Whether nothing is masked. */
  public boolean isNone() {
    return !secrets && patterns.isEmpty();
  }

  /** The same arguments, each with its secrets masked; the very same object if there are none. */
  public Arguments apply(Arguments arguments) {
    if (isNone() || arguments.block().length == 0) {
      return arguments;
    }
    var list = arguments.list();
    boolean lastIsCut = arguments.truncated() && !endsWithNul(arguments.block());
    var words = new ArrayList<Word>(list.size());
    for (var text : list) {
      words.add(Word.whole(text, lastIsCut && words.size() == list.size() - 1));
    }
    return mark(words) ? arguments.withBlock(masked(words, arguments.block())) : arguments;
  }

  private static boolean endsWithNul(byte[] block) {
    return block[block.length - 1] == 0;
  }

  private boolean mark(List<Word> words) {
    if (secrets) {
      CommandScanner.scan(words);
    }
    boolean found = false;
    for (var word : words) {
      for (var pattern : patterns) {
        pattern.mark(word);
      }
      found |= !word.masked().isEmpty();
    }
    return found;
  }

  private static byte[] masked(List<Word> words, byte[] block) {
    var masked = new ByteArrayOutputStream(block.length);
    int end = 0;
    for (var word : words) {
      masked.writeBytes(masked(word.text(), word.masked()));
      end += word.text().length;
      if (end < block.length) {
        masked.write(0);
        end++;
      }
    }
    // What a program wrote over its arguments may go on behind them.
    return masked.toByteArray();
  }

  private static byte[] masked(byte[] text, BitSet marks) {
    if (marks.isEmpty()) {
      return text;
    }
    var masked = new ByteArrayOutputStream(text.length);
    int at = 0;
    while (at < text.length) {
      int from = marks.nextSetBit(at);
      if (from < 0) {
        break;
      }
      masked.write(text, at, from - at);
      masked.writeBytes(MASK_BYTES);
      at = Math.min(text.length, marks.nextClearBit(from));
    }
    masked.write(text, at, text.length - at);
    return masked.toByteArray();
  }

  /**
   * A text that may be or repeat a command, such as a file name or an error message, with its
   * secrets masked.
   *
   * @param text may be null, which stays so
   */
  public String apply(String text) {
    return apply(text, false);
  }

  /**
   * The name of a thread, which may hold the command that the thread runs, with its secrets masked.
   *
   * @param name may be null, which stays so; the kernel's names end after 15 bytes
   */
  public String applyToThreadName(String name) {
    return apply(name, name != null && name.length() >= KERNEL_NAME);
  }

  private String apply(String text, boolean cut) {
    if (text == null || isNone()) {
      return text;
    }
    return masked(text.getBytes(StandardCharsets.UTF_8), cut)
        .map(masked -> new String(masked, StandardCharsets.UTF_8))
        .orElse(text);
  }

  /** A path or a name, which may be or repeat a command, with its secrets masked. */
  public ByteString apply(ByteString bytes) {
    return apply(bytes, false);
  }

  /** The name of a thread, as the kernel has it, with its secrets masked. */
  public ByteString applyToThreadName(ByteString name) {
    return apply(name, name.length() >= KERNEL_NAME);
  }

  private ByteString apply(ByteString bytes, boolean cut) {
    if (isNone() || bytes.isEmpty()) {
      return bytes;
    }
    return masked(bytes.bytes(), cut).map(ByteString::of).orElse(bytes);
  }

  /** Nothing if there is nothing to mask. */
  private Optional<byte[]> masked(byte[] text, boolean cut) {
    var word = Word.whole(text, cut);
    return mark(List.of(word)) ? Optional.of(masked(word.text(), word.masked())) : Optional.empty();
  }

  /**
   * The event with everything masked in it that another process chose: arguments, paths, and the
   * names of threads and programs.
   */
  @SuppressWarnings("unchecked") // an event of the same kind
  public <E extends ProcessEvent> E apply(E event) {
    return isNone() ? event : (E) EventRedaction.apply(this, event);
  }

  /** The words, so that {@link #parse} reads the same again, files aside. */
  @Override
  public String toString() {
    var words = new ArrayList<String>();
    words.add(secrets ? DEFAULT_WORD : NONE_WORD);
    patterns.forEach(pattern -> words.add(pattern.toString().replace(",", "\\,")));
    return String.join(",", words);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Redaction redaction
        && secrets == redaction.secrets
        && patterns.equals(redaction.patterns);
  }

  @Override
  public int hashCode() {
    return patterns.hashCode() * 31 + Boolean.hashCode(secrets);
  }
}
