package io.github.exectrace.cli.report;

import io.github.exectrace.report.Report;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A report as one page that needs nothing from anywhere: styles, scripts and data are in it, and
 * its policy forbids it the network. Recorded texts are in the data only, and the scripts show them
 * as text.
 */
final class HtmlReport {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9.-]+)}}");
  private static final String PAGE = "page.html";
  private static final String DATA = "data";

  private HtmlReport() {}

  static void write(Report report, Writer out) throws IOException {
    var page = resource(PAGE);
    var places = PLACE.matcher(page);
    int from = 0;
    while (places.find()) {
      out.write(page, from, places.start() - from);
      if (places.group(1).equals(DATA)) {
        JsonReport.writeForHtml(report, out);
      } else {
        out.write(resource(places.group(1)));
      }
      from = places.end();
    }
    out.write(page, from, page.length() - from);
  }

  private static String resource(String name) throws IOException {
    try (var in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the jar lacks " + name + ", a part of the page; build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
