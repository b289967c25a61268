package io.github.exectrace.report;

import java.util.regex.Pattern;

/** What parts of a recording's texts are called in a report. */
final class Words {
  private static final Pattern SITE = Pattern.compile("(.+)\\(([^()]*)\\)");
  private static final Pattern HIDDEN = Pattern.compile("(\\$\\$Lambda)[/.$0-9a-fx]*");

  private Words() {}

  /** The name of a program without its folder: {@code git} for {@code /usr/bin/git}. */
  static String program(String executable) {
    int end = executable.length();
    while (end > 1 && executable.charAt(end - 1) == '/') {
      end--;
    }
    return executable.substring(executable.lastIndexOf('/', end - 1) + 1, end);
  }

  /** The program of a quoted command line, by its first word. */
  static String programOf(String commandLine) {
    if (commandLine.startsWith("'") || commandLine.startsWith("$'")) {
      int begin = commandLine.indexOf('\'') + 1;
      int end = commandLine.indexOf('\'', begin);
      return program(commandLine.substring(begin, end < 0 ? commandLine.length() : end));
    }
    int end = commandLine.indexOf(' ');
    return program(end < 0 ? commandLine : commandLine.substring(0, end));
  }

  /** {@code com.acme.Pdf.render:42} for {@code com.acme.Pdf.render(Pdf.java:42)}. */
  static String site(String described) {
    var matcher = SITE.matcher(described);
    if (!matcher.matches()) {
      return described;
    }
    var place = matcher.group(2);
    int colon = place.lastIndexOf(':');
    return type(matcher.group(1)) + (colon < 0 ? "" : place.substring(colon));
  }

  /** A class or method without the number that the JVM gave to a lambda's class. */
  static String type(String name) {
    return name.contains("$$Lambda") ? HIDDEN.matcher(name).replaceAll("$1") : name;
  }
}
