package io.github.exectrace.redaction;

import io.github.exectrace.tracer.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Command lines as people and programs write them, from the files in {@code resources/redaction}.
 *
 * <p>One a line: {@code ¦} between arguments, {@code ↵} for a line's end within one, {@code «»}
 * around what must not be recorded. {@code {a24}} stands for 24 random letters and digits, {@code
 * {h32}} for hexadecimal digits, {@code d} for decimal ones, {@code u} for upper-case letters and
 * digits, {@code l} for lower-case ones, {@code {uuid}} for a UUID: no real token, nor the likeness
 * of one, stands in a file.
 */
final class CommandCorpus {
  private static final Pattern RANDOM = Pattern.compile("\\{(?:([ahdul])(\\d+)|uuid)\\}");
  private static final Pattern SECRET = Pattern.compile("«([^»]*)»");
  private static final String DIGITS = "0123456789";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int SHORTEST_PART = 4;

  private CommandCorpus() {}

  /** A command line with its marks. */
  record Line(String written, List<String> marked) {
    private static Line of(String written) {
      var random = new Random(written.hashCode());
      var filled =
          RANDOM
              .matcher(written.replace('↵', '\n'))
              .replaceAll(found -> random(found.group(1), found.group(2), random));
      return new Line(written, List.of(filled.split("¦", -1)));
    }

    List<String> arguments() {
      return marked.stream().map(each -> each.replace("«", "").replace("»", "")).toList();
    }

    List<String> redacted() {
      var redacted = Redaction.DEFAULT.apply(Arguments.of(arguments()));
      return redacted.list().stream()
          .map(each -> new String(each, StandardCharsets.UTF_8))
          .toList();
    }

    /** Whether all or a half of a secret is still there. */
    boolean leaks() {
      var redacted = redacted();
      for (int i = 0; i < marked.size(); i++) {
        var shown = redacted.get(i);
        if (SECRET
            .matcher(marked.get(i))
            .results()
            .anyMatch(found -> leaks(found.group(1), shown))) {
          return true;
        }
      }
      return false;
    }

    private static boolean leaks(String secret, String shown) {
      int half = Math.max(SHORTEST_PART, secret.length() / 2);
      return secret.length() <= half
          ? shown.contains(secret)
          : shown.contains(secret.substring(0, half))
              || shown.contains(secret.substring(secret.length() - half));
    }

    /** Whether an argument without a secret is not what it was. */
    boolean isMaskedTooMuch() {
      var arguments = arguments();
      var redacted = redacted();
      for (int i = 0; i < marked.size(); i++) {
        if (!marked.get(i).contains("«") && !redacted.get(i).equals(arguments.get(i))) {
          return true;
        }
      }
      return false;
    }
  }

  /** The lines of a file, without comments. */
  static List<Line> read(String file) {
    try (var in = CommandCorpus.class.getResourceAsStream("/redaction/" + file)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Line::of)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Those of several files. */
  static List<Line> readAll(String... files) {
    return Arrays.stream(files).flatMap(file -> read(file).stream()).toList();
  }

  private static String random(String kind, String length, Random random) {
    if (kind == null) {
      return Stream.of("8", "4", "4", "4", "12")
          .map(each -> random("h", each, random))
          .reduce((before, next) -> before + "-" + next)
          .orElseThrow();
    }
    var from =
        switch (kind) {
          case "h" -> DIGITS + "abcdef";
          case "d" -> DIGITS;
          case "u" -> DIGITS + UPPER;
          case "l" -> DIGITS + LOWER;
          default -> DIGITS + LOWER + UPPER;
        };
    var characters = new ArrayList<String>();
    for (int i = 0; i < Integer.parseInt(length); i++) {
      characters.add(String.valueOf(from.charAt(random.nextInt(from.length()))));
    }
    return String.join("", characters);
  }
}
