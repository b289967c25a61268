package io.github.exectrace.report;

import java.util.regex.Pattern;

/** What parts of a recording's texts are called in a report. */
final class Words {
  private static final Pattern SITE = Pattern.compile("(.+)\\(([^()]*)\\)");
  private static final Pattern HIDDEN = Pattern.compile("(\\$\\$Lambda)[/.$0-9a-fx]*");

  private Words() {}

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
