package io.github.exectrace.recording;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import jdk.jfr.AnnotationElement;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Period;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import jdk.jfr.ValueDescriptor;

/** The page {@code docs/events.md}, from the metadata of the events. */
final class EventDocumentation {
  static final List<Class<? extends Event>> EVENTS =
      Stream.of(
              "ProcessSpawn",
              "NativeSpawn",
              "ProcessExec",
              "ProcessExit",
              "ProcessAdopted",
              "TracerStatistics")
          .<Class<? extends Event>>map(EventDocumentation::find)
          .toList();

  /** Settings that the recorder gives to every event. */
  private static final List<String> COMMON_SETTINGS =
      List.of("enabled", "threshold", "stackTrace", "period", "cutoff", "throttle", "filter");

  private static final Set<String> UNITS =
      Set.of(Timespan.class.getName(), Timestamp.class.getName(), DataAmount.class.getName());

  private static final String HEADER =
      """
      # Events

      What the agent records, in the category *Exec Trace*. This page is generated from the events'
      own metadata (`EventSchemaTest`), which a recording carries, too: `jfr metadata FILE`.

      Beside its fields each event has a start time and, where it lasts, a duration.
      """;

  private EventDocumentation() {}

  /** By name: one of them has an annotation that javac sees only when it compiles the module. */
  private static Class<? extends Event> find(String event) {
    try {
      var name = EventDocumentation.class.getPackageName() + "." + event + "Event";
      return Class.forName(name).asSubclass(Event.class);
    } catch (ClassNotFoundException missing) {
      throw new AssertionError(missing);
    }
  }

  static String text() {
    var text = new StringBuilder(HEADER);
    for (var event : EVENTS) {
      append(text, event);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Class<? extends Event> event) {
    FlightRecorder.register(event);
    var type = EventType.getEventType(event);
    text.append("\n## ").append(type.getName()).append("\n\n");
    text.append(type.getDescription()).append(". ");
    text.append("Since ").append(since(event, Optional.empty())).append(".\n");
    if (event.getAnnotation(StackTrace.class) == null
        || event.getAnnotation(StackTrace.class).value()) {
      text.append("\nWith `eventThread` and `stackTrace`, which the recorder takes itself.\n");
    }
    var period = event.getAnnotation(Period.class);
    if (period != null) {
      text.append("\nPeriod: `").append(period.value()).append("`.\n");
    }
    text.append("\n| Field | Type | Label | Meaning | Since |\n|---|---|---|---|---|\n");
    for (var field : type.getFields()) {
      if (isImplicit(field)) {
        continue;
      }
      row(text, "`" + field.getName() + "`", kind(field), field.getLabel(), meaning(field))
          .append(since(event, Optional.of(field.getName())))
          .append(" |\n");
    }
    appendSettings(text, type);
  }

  private static StringBuilder row(StringBuilder text, String... cells) {
    var row = new StringJoiner(" | ", "| ", " | ");
    for (var cell : cells) {
      row.add(cell);
    }
    return text.append(row);
  }

  private static void appendSettings(StringBuilder text, EventType type) {
    var own =
        type.getSettingDescriptors().stream()
            .filter(setting -> !COMMON_SETTINGS.contains(setting.getName()))
            // Reflection, and with it the recorder, has them in any order.
            .sorted(Comparator.comparing(SettingDescriptor::getName))
            .toList();
    if (own.isEmpty()) {
      return;
    }
    text.append("\n| Setting | Default | Meaning |\n|---|---|---|\n");
    for (SettingDescriptor setting : own) {
      row(text, "`" + setting.getName() + "`", "`" + setting.getDefaultValue() + "`")
          .append(setting.getDescription())
          .append(" |\n");
    }
  }

  /** What the recorder adds by itself, with texts that differ from one JDK to the next. */
  private static boolean isImplicit(ValueDescriptor field) {
    return List.of("startTime", "duration", "eventThread", "stackTrace").contains(field.getName());
  }

  private static String kind(ValueDescriptor field) {
    var name = field.getTypeName();
    return name.substring(name.lastIndexOf('.') + 1) + unit(field);
  }

  private static String unit(ValueDescriptor field) {
    for (AnnotationElement annotation : field.getAnnotationElements()) {
      var name = annotation.getTypeName();
      if (UNITS.contains(name)) {
        return ", " + words(annotation);
      }
    }
    return "";
  }

  private static String words(AnnotationElement annotation) {
    return annotation.getValue("value").toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String meaning(ValueDescriptor field) {
    return Optional.ofNullable(field.getDescription()).orElse("");
  }

  private static String since(Class<?> event, Optional<String> field) {
    return field
        .flatMap(name -> find(event, name))
        .map(found -> found.getAnnotation(Since.class))
        .orElseGet(() -> event.getAnnotation(Since.class))
        .value();
  }

  private static Optional<Field> find(Class<?> event, String field) {
    return Stream.<Class<?>>iterate(event, type -> type != Event.class, Class::getSuperclass)
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .filter(declared -> declared.getName().equals(field))
        .findFirst();
  }
}
