package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.FieldNames;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the fields of events are called stands in one class, and nowhere else. */
class FieldNamesTest {
  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../jmc-plugin/src/main/java"));

  /** A name that is no everyday word, wherever it stands. */
  private static final Pattern COMPOUND = Pattern.compile("\"([a-z]+[A-Z]\\w*)\"");

  /** Any name, where a field is read. */
  private static final Pattern READ =
      Pattern.compile(
          "(?<!Column\\.)\\b(?:Field\\.of|text|number|integer|flag|span|moment|thread|has|count|counter)"
              + "\\((?:[^()\"]*, *)?\"(\\w+)\"");

  @Test
  void noneIsWrittenOut() throws IOException {
    var names = names();
    var found = new ArrayList<String>();
    for (var folder : SOURCES) {
      try (var files = Files.walk(folder)) {
        for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          var source = Files.readString(file);
          for (var pattern : List.of(COMPOUND, READ)) {
            pattern
                .matcher(source)
                .results()
                .filter(literal -> names.contains(literal.group(1)))
                .forEach(literal -> found.add(file.getFileName() + ": " + literal.group()));
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static Set<String> names() {
    return Arrays.stream(FieldNames.class.getFields())
        .map(FieldNamesTest::value)
        .collect(Collectors.toSet());
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
