package io.github.exectrace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.FieldNames;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.Name;
import org.junit.jupiter.api.Test;

/** The event classes, the names that readers use and the documentation are one schema. */
class EventSchemaTest {
  private static final Path DOCUMENTATION = Path.of("..", "docs", "events.md");
  private static final String WRITE = "exectrace.docs.write";

  @Test
  void eachEventHasAConstant() throws IllegalAccessException {
    var names =
        EventDocumentation.EVENTS.stream()
            .map(type -> type.getAnnotation(Name.class).value())
            .toList();

    assertThat(constants(EventNames.class))
        .filteredOn(name -> !name.equals(EventNames.CATEGORY))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void eachFieldHasAConstant() throws IllegalAccessException {
    var fields = new TreeSet<String>();
    for (var event : EventDocumentation.EVENTS) {
      fields.addAll(fields(event));
    }

    assertThat(new TreeSet<>(constants(FieldNames.class)))
        .as("FieldNames against the fields of the event classes")
        .isEqualTo(fields);
  }

  @Test
  void theDocumentationIsWhatTheEventsSay() throws IOException {
    var text = EventDocumentation.text();
    if (Boolean.getBoolean(WRITE)) {
      Files.createDirectories(DOCUMENTATION.getParent());
      Files.writeString(DOCUMENTATION, text);
    }

    assertThat(DOCUMENTATION)
        .as("docs/events.md; mvn verify -pl agent -am -Dtest=EventSchemaTest -D%s writes it", WRITE)
        .hasContent(text);
  }

  private static Set<String> constants(Class<?> type) throws IllegalAccessException {
    var values = new TreeSet<String>();
    for (var field : type.getFields()) {
      values.add((String) field.get(null));
    }
    return values;
  }

  private static Set<String> fields(Class<?> type) {
    return Stream.<Class<?>>iterate(type, one -> one != Event.class, Class::getSuperclass)
        .flatMap(one -> Arrays.stream(one.getDeclaredFields()))
        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .map(Field::getName)
        .collect(Collectors.toSet());
  }
}
