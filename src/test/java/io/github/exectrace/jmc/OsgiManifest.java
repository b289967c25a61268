package io.github.exectrace.jmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Manifest;

/** The headers of a bundle's manifest (OSGi Core, Release 8, 3.2.4). */
record OsgiManifest(Map<String, String> headers) {
  /** One element of a header: {@code name;attribute=value;directive:=value}. */
  record Clause(String name, Map<String, String> parameters) {}

  static OsgiManifest of(Manifest manifest) {
    var headers = new LinkedHashMap<String, String>();
    manifest
        .getMainAttributes()
        .forEach((name, value) -> headers.put(name.toString(), value.toString()));
    return new OsgiManifest(headers);
  }

  Optional<String> symbolicName() {
    return clauses("Bundle-SymbolicName").stream().map(Clause::name).findFirst();
  }

  List<Clause> clauses(String header) {
    var clauses = new ArrayList<Clause>();
    for (var text : split(headers.getOrDefault(header, ""), ',')) {
      var parts = split(text, ';');
      var parameters = new LinkedHashMap<String, String>();
      for (var part : parts.subList(Math.min(1, parts.size()), parts.size())) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parameters.put(part.substring(0, equals).strip(), unquoted(part.substring(equals + 1)));
        }
      }
      if (!parts.isEmpty()) {
        clauses.add(new Clause(parts.getFirst().strip(), parameters));
      }
    }
    return clauses;
  }

  private static String unquoted(String value) {
    return value.strip().replaceAll("^\"|\"$", "");
  }

  /** At a character, unless it stands within quotes. */
  private static List<String> split(String text, char at) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == at && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts.stream().map(String::strip).filter(each -> !each.isEmpty()).toList();
  }
}
