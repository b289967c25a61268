package io.github.exectrace.redaction;

import java.util.List;
import java.util.Set;

/** A secret that a program reads from its standard input: {@code echo SECRET | sudo -S id}. */
final class PipedSecret {
  private static final Set<String> WRITERS = Set.of("echo", "printf", "yes");
  private static final Set<String> READERS =
      Set.of(
          "passwd", "chpasswd", "smbpasswd", "kinit", "cryptsetup", "chgpasswd", "su", "htpasswd");
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

  private static boolean reads(List<Word> reader) {
    return reader.stream().anyMatch(word -> isOne(word, READERS) || isOne(word, READ_FOR));
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
