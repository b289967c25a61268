package io.github.exectrace.redaction;

import java.util.List;

/**
 * What a program is given that is a secret, though no name says so.
 *
 * @param after words that must come before, such as {@code login}
 * @param attached options with the secret right behind them, as {@code -pSECRET}
 * @param separate options with the secret in the next argument, as {@code -p SECRET}
 * @param clustered options, one letter each, that may stand at the end of others, as {@code -rP}
 * @param user options with a user and a secret in the next argument or right behind them, as {@code
 *     -u user:SECRET}
 * @param places which words are secrets, counted from 1 behind {@code after} and without options
 * @param last whether the last word is one
 * @param assignments whether the values of all words {@code name=SECRET} are
 */
record Tool(
    List<String> after,
    List<String> attached,
    List<String> separate,
    List<String> clustered,
    List<String> user,
    List<Integer> places,
    boolean last,
    boolean assignments) {
  /** What is known of the program of that file name; empty if nothing is. */
  static List<Tool> named(String name) {
    return KnownTools.named(name);
  }
}
