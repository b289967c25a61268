package io.github.exectrace.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Prints a recording as a table: each start by a Java thread, and indented below it what the
 * started process started itself; then the tracer's own account.
 */
final class DemoTable {
  private final List<RecordedEvent> spawns;
  private final List<RecordedEvent> execs;
  private final List<RecordedEvent> exits;
  private final List<RecordedEvent> statistics;
  private final TextTable table =
      new TextTable(List.of("THREAD", "LINE", "COMMAND", "EXIT", "LIFETIME"), 2, 120);

  private DemoTable(List<RecordedEvent> events) {
    spawns = select(events, "exectrace.ProcessSpawn");
    execs =
        select(events, "exectrace.ProcessExec").stream()
            .filter(exec -> exec.getBoolean("succeeded") && !exec.getBoolean("launcher"))
            .toList();
    exits = select(events, "exectrace.ProcessExit");
    statistics = select(events, "exectrace.TracerStatistics");
  }

  /** Prints the recording that is named by the only argument. */
  public static void main(String[] arguments) throws IOException {
    var table = new DemoTable(RecordingFile.readAllEvents(Path.of(arguments[0])));
    table.spawns.forEach(table::addSpawn);
    table.table.print(System.out);
    System.out.println();
    System.out.println(table.ledger());
  }

  private static List<RecordedEvent> select(List<RecordedEvent> events, String type) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }

  private void addSpawn(RecordedEvent spawn) {
    var thread = spawn.getThread();
    var frame = spawn.getStackTrace().getFrames().getFirst();
    var method = frame.getMethod();
    var type = method.getType().getName().replaceFirst(".*[.$]", "");
    var exit = exit(spawn.getInt("spawnId"), spawn.getInt("pid"));
    table.add(
        thread.getJavaName() + (thread.isVirtual() ? " (virtual)" : ""),
        type + "." + method.getName() + ":" + frame.getLineNumber(),
        spawn.getString("commandLine"),
        spawn.getBoolean("succeeded") ? outcome(exit) : SystemNames.errno(spawn.getInt("errno")),
        exit.map(DemoTable::lifetime).orElse(""));
    addChildren(spawn.getInt("spawnId"), spawn.getInt("pid"), 1);
  }

  private void addChildren(int spawnId, int parent, int depth) {
    var shown = new ArrayList<Integer>();
    for (var exec : execs) {
      int pid = exec.getInt("pid");
      if (exec.getInt("spawnId") != spawnId
          || exec.getInt("parentPid") != parent
          || shown.contains(pid)) {
        continue;
      }
      shown.add(pid);
      var exit = exit(spawnId, pid);
      var command = exec.getString("commandLine");
      table.add(
          "",
          "",
          "  ".repeat(depth) + exit.map(end -> end.getString("commandLine")).orElse(command),
          outcome(exit),
          exit.map(DemoTable::lifetime).orElse(""));
      addChildren(spawnId, pid, depth + 1);
    }
  }

  private Optional<RecordedEvent> exit(int spawnId, int pid) {
    return exits.stream()
        .filter(exit -> exit.getInt("spawnId") == spawnId && exit.getInt("pid") == pid)
        .findFirst();
  }

  private String outcome(Optional<RecordedEvent> exit) {
    if (exit.isEmpty()) {
      return isKernelTraced() ? "running" : "unknown";
    }
    int signal = exit.get().getInt("signal");
    return signal == 0 ? String.valueOf(exit.get().getInt("exitCode")) : SystemNames.signal(signal);
  }

  private static String lifetime(RecordedEvent exit) {
    return "%,.1f ms".formatted(exit.getDuration("lifetime").toNanos() / 1e6);
  }

  private boolean isKernelTraced() {
    return !statistics.isEmpty() && statistics.getLast().getString("mode").equals("kernel");
  }

  private String ledger() {
    if (!isKernelTraced()) {
      return "The kernel was not traced"
          + (statistics.isEmpty() ? "" : ": " + statistics.getLast().getString("reason"));
    }
    var last = statistics.getLast();
    return """
    Ledger: the kernel program saw %d = %d emitted + %d filtered + %d lost; \
    %d delivered, %d unattributed, %d unrecorded\
    """
        .formatted(
            last.getLong("seen"),
            last.getLong("emitted"),
            last.getLong("filtered"),
            last.getLong("lostRingFull") + last.getLong("lostNoBuffer"),
            last.getLong("delivered"),
            last.getLong("unattributed"),
            last.getLong("unrecorded"));
  }
}
