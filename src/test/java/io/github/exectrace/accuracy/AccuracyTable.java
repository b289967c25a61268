package io.github.exectrace.accuracy;

import io.github.exectrace.app.NativeChildren;
import io.github.exectrace.app.NativeChildren.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Holds what was recorded of {@link NativeCalls} against what the commands say themselves. */
final class AccuracyTable {
  private static final Pattern CALL = Pattern.compile(": call (\\w+) (\\d+) ");
  private static final int WRONG = 1;

  private final Map<Way, List<RecordedEvent>> spawns = new EnumMap<>(Way.class);
  private final Map<Integer, Long> threads = new HashMap<>(); // by spawn id
  private int wrong;

  private AccuracyTable() {}

  public static void main(String[] arguments) throws IOException {
    var events = RecordingFile.readAllEvents(Path.of(arguments[0]));
    var table = new AccuracyTable();
    table.sort(events);
    table.print();
    System.exit(table.wrong == 0 ? 0 : WRONG);
  }

  private void sort(List<RecordedEvent> events) {
    var ways = new HashMap<Integer, Way>();
    for (var event : events) {
      if (is(event, "ProcessExec") && event.getInt("depth") == 1) {
        var call = CALL.matcher(event.getString("commandLine"));
        if (call.find()) {
          ways.put(event.getInt("spawnId"), Way.valueOf(call.group(1)));
          threads.put(event.getInt("spawnId"), Long.valueOf(call.group(2)));
        }
      }
    }
    for (var event : events) {
      if (is(event, "NativeSpawn") && ways.containsKey(event.getInt("spawnId"))) {
        spawns
            .computeIfAbsent(ways.get(event.getInt("spawnId")), ignored -> new ArrayList<>())
            .add(event);
      }
    }
  }

  private static boolean is(RecordedEvent event, String name) {
    return event.getEventType().getName().equals("exectrace." + name);
  }

  private void print() {
    System.out.println("CALL          CALLS   THREAD  VERIFIED  DELAY p50  WRONG");
    spawns.forEach(
        (way, events) -> {
          long wrongHere = events.stream().filter(event -> isWrong(way, event)).count();
          wrong += Math.toIntExact(wrongHere);
          System.out.println(
              String.format(
                  Locale.ROOT,
                  "%-12s %6d  %6.1f%%   %6.1f%%  %6d µs  %5d",
                  way.name().toLowerCase(Locale.ROOT),
                  events.size(),
                  percent(events, event -> event.getLong("spawnThreadId") >= 0),
                  percent(events, event -> event.getBoolean("stackVerified")),
                  medianDelay(events).toNanos() / 1000,
                  wrongHere));
        });
  }

  private boolean isWrong(Way way, RecordedEvent event) {
    long thread = event.getLong("spawnThreadId");
    var method = NativeChildren.class.getName() + "." + way.method() + "(";
    return (thread >= 0 && thread != threads.get(event.getInt("spawnId")))
        || (event.getBoolean("stackVerified")
            && !event.getString("sampledStackTrace").contains(method));
  }

  private static double percent(List<RecordedEvent> events, Predicate<RecordedEvent> which) {
    return 100.0 * events.stream().filter(which).count() / events.size();
  }

  private static Duration medianDelay(List<RecordedEvent> events) {
    return events.stream()
        .map(event -> event.getDuration("sampleDelay"))
        .sorted()
        .skip(events.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
