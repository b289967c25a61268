package io.github.exectrace.redaction;

import java.util.List;
import java.util.Set;

/**
 * A secret that a program reads from its standard input: {@code echo SECRET | sudo -S id}, {@code
 * sudo -S id <<< SECRET}; and one that is written into {@code .pgpass}.
 */
final class PipedSecret {
  private static final Set<String> WRITERS = Set.of("echo", "printf", "yes");
  private static final Set<String> READERS =
      Set.of(
          "passwd", "chpasswd", "smbpasswd", "kinit", "cryptsetup", "chgpasswd", "su", "htpasswd");
  private static final Set<String> PASSWORD_FILES = Set.of(".pgpass", "pgpass.conf");
  private static final int PASSWORD_FIELD = 4; // from 0
  private static final Set<String> READ_FOR =
      Set.of(
          "-S", "--stdin", "--password-stdin", "--with-token", "--passphrase-fd", "--token-stdin");

  private PipedSecret() {}

  /** Masks what the first of two commands writes, if the second one reads a secret. */
  static void mask(List<Word> writer, List<Word> reader) {
    if (!isOne(writer.get(0), WRITERS) || !reads(reader)) {
      return;
    }
    for (var word : writer.subList(1, writer.size())) {
      boolean format = word.startsWith("%") || word.isOption();
      if (!format && !SecretName.PASSWORD.isHarmless(word.text(), 0, word.length())) {
        word.mask(afterUser(word), word.length());
      }
    }
  }

  /** Masks what a command is given by a here-string, or writes as a line of {@code .pgpass}. */
  static void mask(ShellWords.Command command) {
    var words = command.words();
    var read = command.read();
    if (read != null
        && reads(words)
        && !SecretName.PASSWORD.isHarmless(read.text(), 0, read.length())) {
      read.mask(afterUser(read), read.length());
    }
    if (isOne(words.get(0), WRITERS) && isOne(words.get(words.size() - 1), PASSWORD_FILES)) {
      words.subList(1, words.size() - 1).forEach(PipedSecret::maskFifthField);
    }
  }

  /** {@code host:port:database:user:SECRET}. */
  private static void maskFifthField(Word line) {
    int colon = -1;
    for (int i = 0; i < PASSWORD_FIELD; i++) {
      colon = Bytes.find(line.text(), colon + 1, line.length(), ":");
      if (colon < 0) {
        return;
      }
    }
    line.mask(colon + 1, line.length());
  }

  private static boolean reads(List<Word> reader) {
    for (int i = 0; i < reader.size(); i++) {
      var word = reader.get(i);
      boolean asked = i > 0 && word.is("stdin") && reader.get(i - 1).startsWith("-pass");
      if (asked || isOne(word, READERS) || isOne(word, READ_FOR)) {
        return true;
      }
    }
    return false;
  }

  /** {@code echo user:SECRET | chpasswd}. */
  private static int afterUser(Word word) {
    int end = Bytes.nameEnd(word.text(), 0);
    return end > 0 && end < word.length() && word.text()[end] == ':' ? end + 1 : 0;
  }

  private static boolean isOne(Word word, Set<String> names) {
    return names.contains(CommandScanner.fileName(word));
  }
}
