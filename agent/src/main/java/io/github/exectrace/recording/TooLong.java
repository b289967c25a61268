package io.github.exectrace.recording;

/**
 * Which part of a start was too long for the kernel: a single string, or all together (execve(2),
 * "Limits on size of arguments and environment").
 */
final class TooLong {
  /** MAX_ARG_STRLEN of include/uapi/linux/binfmts.h where a page has 4096 bytes, NUL included. */
  private static final int LONGEST_STRING = 32 * 4096;

  private TooLong() {}

  /**
   * The reason, for a person.
   *
   * @param argumentBytes of the program's name and its arguments
   * @param arguments the latter, each with its NUL
   * @param environment likewise
   */
  static String reason(long argumentBytes, byte[] arguments, byte[] environment) {
    int argument = longest(arguments);
    int variable = longest(environment);
    var sizes =
        " (arguments %d bytes, environment %d bytes)".formatted(argumentBytes, environment.length);
    if (argument > LONGEST_STRING) {
      return "an argument of %d bytes is too long".formatted(argument) + sizes;
    }
    if (variable > LONGEST_STRING) {
      return "an environment variable of %d bytes is too long".formatted(variable) + sizes;
    }
    return (argumentBytes >= environment.length ? "the arguments are" : "the environment is")
        + " too large"
        + sizes;
  }

  private static int longest(byte[] strings) {
    int longest = 0;
    int start = 0;
    for (int i = 0; i < strings.length; i++) {
      if (strings[i] == 0) {
        longest = Math.max(longest, i + 1 - start);
        start = i + 1;
      }
    }
    return longest;
  }
}
