package io.github.exectrace.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** The events of the agent in a recording, in the order of its begin. */
public record Trace(
    List<Spawn> spawns,
    List<NativeSpawn> nativeSpawns,
    List<Exec> execs,
    List<Exit> exits,
    List<Adopted> adopted,
    List<Statistics> statistics) {

  /** A thread as the recorder names it. */
  public record JavaThread(String name, long id) {}

  /** A frame: {@code io.github.exectrace.app.Main.main} and its line. */
  public record Frame(String method, int line) {}

  /** The Java thread and the line that a process descends from. */
  public record Origin(int spawnId, String threadName, long threadId, String site) {}

  /** An event exectrace.ProcessSpawn. */
  public record Spawn(
      JavaThread thread,
      List<Frame> stack,
      int spawnId,
      int pid,
      String executable,
      String commandLine,
      String workingDirectory,
      String mechanism,
      boolean succeeded,
      int errno,
      String error) {}

  /** An event exectrace.NativeSpawn. */
  public record NativeSpawn(
      Origin origin,
      Optional<JavaThread> spawnThread,
      int pid,
      int osThreadId,
      String osThreadName,
      List<String> stack,
      boolean stackVerified,
      Duration sampleDelay,
      Instant startTime) {}

  /** An event exectrace.ProcessExec. */
  public record Exec(
      Origin origin,
      Optional<JavaThread> spawnThread,
      int depth,
      int pid,
      int hostPid,
      int parentPid,
      String executable,
      String interpreter,
      String commandLine,
      int argumentCount,
      long argumentBytes,
      boolean truncated,
      String workingDirectory,
      String callerName,
      int userId,
      String cgroup,
      String containerId,
      long pidNamespace,
      boolean launcher,
      boolean succeeded,
      int errno,
      Instant kernelTime) {}

  /** An event exectrace.ProcessExit. */
  public record Exit(
      Origin origin,
      int depth,
      int pid,
      String commandLine,
      int exitCode,
      int signal,
      boolean coreDumped,
      Duration lifetime,
      Instant startTime) {}

  /** An event exectrace.ProcessAdopted. */
  public record Adopted(
      Origin origin,
      Optional<JavaThread> spawnThread,
      int depth,
      int pid,
      int parentPid,
      String executable,
      String commandLine,
      String workingDirectory,
      Instant processStart) {}

  /** An event exectrace.TracerStatistics. */
  public record Statistics(
      String state,
      String reason,
      String mode,
      long seen,
      long emitted,
      long filtered,
      long lost,
      long untracked,
      long delivered,
      long malformed,
      long adopted,
      long unattributed,
      long nativeSpawns,
      long nativeUnverified,
      long unrecorded,
      long hookFailures,
      long ringSize) {}

  /** Reads a recording. */
  public static Trace read(Path recording) {
    try {
      var events = RecordingFile.readAllEvents(recording);
      return new Trace(
          all(events, "ProcessSpawn", Trace::spawn),
          all(events, "NativeSpawn", Trace::nativeSpawn),
          all(events, "ProcessExec", Trace::exec),
          all(events, "ProcessExit", Trace::exit),
          all(events, "ProcessAdopted", Trace::adopted),
          all(events, "TracerStatistics", Trace::statistics));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The ledger as it was at the end. */
  public Statistics lastStatistics() {
    return statistics.getLast();
  }

  /** The execs of programs that were asked for, not of the JDK's own helper. */
  public List<Exec> programs() {
    return execs.stream().filter(exec -> !exec.launcher()).toList();
  }

  /** The one process that was taken in and whose command line ends with a text. */
  public Adopted adoptedEndingWith(String end) {
    return only(adopted, each -> each.commandLine() != null && each.commandLine().endsWith(end));
  }

  /** The one exec of which something is true. */
  public Exec program(Predicate<Exec> which) {
    return only(programs(), which);
  }

  /** The one successful exec whose command line ends with a text. */
  public Exec programEndingWith(String end) {
    return program(exec -> exec.succeeded() && exec.commandLine().endsWith(end));
  }

  /** The one start whose command line ends with a text. */
  public Spawn spawnEndingWith(String end) {
    return only(spawns, spawn -> spawn.commandLine().endsWith(end));
  }

  /** The one end of a process. */
  public Exit exitOf(int pid) {
    return only(exits, exit -> exit.pid() == pid);
  }

  private static <T> T only(List<T> list, Predicate<T> which) {
    var found = list.stream().filter(which).toList();
    if (found.size() != 1) {
      throw new AssertionError("one was expected and there are " + found + " among " + list);
    }
    return found.getFirst();
  }

  private static <T> List<T> all(
      List<RecordedEvent> events, String name, Function<RecordedEvent, T> read) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("exectrace." + name))
        .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
        .map(read)
        .toList();
  }

  private static Spawn spawn(RecordedEvent event) {
    return new Spawn(
        thread(event.getThread()),
        frames(event),
        event.getInt("spawnId"),
        event.getInt("pid"),
        event.getString("executable"),
        event.getString("commandLine"),
        event.getString("workingDirectory"),
        event.getString("mechanism"),
        event.getBoolean("succeeded"),
        event.getInt("errno"),
        event.getString("error"));
  }

  private static NativeSpawn nativeSpawn(RecordedEvent event) {
    var stack = event.getString("sampledStackTrace");
    return new NativeSpawn(
        origin(event),
        Optional.ofNullable(event.getThread("spawnThread")).map(Trace::thread),
        event.getInt("pid"),
        event.getInt("osThreadId"),
        event.getString("osThreadName"),
        stack == null ? List.of() : stack.lines().toList(),
        event.getBoolean("stackVerified"),
        event.getDuration("sampleDelay"),
        event.getStartTime());
  }

  private static Exec exec(RecordedEvent event) {
    return new Exec(
        origin(event),
        Optional.ofNullable(event.getThread("spawnThread")).map(Trace::thread),
        event.getInt("depth"),
        event.getInt("pid"),
        event.getInt("hostPid"),
        event.getInt("parentPid"),
        event.getString("executable"),
        event.getString("interpreter"),
        event.getString("commandLine"),
        event.getInt("argumentCount"),
        event.getLong("argumentBytes"),
        event.getBoolean("truncated"),
        event.getString("workingDirectory"),
        event.getString("callerName"),
        event.getInt("userId"),
        event.getString("cgroup"),
        event.getString("containerId"),
        event.getLong("pidNamespace"),
        event.getBoolean("launcher"),
        event.getBoolean("succeeded"),
        event.getInt("errno"),
        event.getInstant("kernelTime"));
  }

  private static Exit exit(RecordedEvent event) {
    return new Exit(
        origin(event),
        event.getInt("depth"),
        event.getInt("pid"),
        event.getString("commandLine"),
        event.getInt("exitCode"),
        event.getInt("signal"),
        event.getBoolean("coreDumped"),
        event.getDuration("lifetime"),
        event.getStartTime());
  }

  private static Adopted adopted(RecordedEvent event) {
    return new Adopted(
        origin(event),
        Optional.ofNullable(event.getThread("spawnThread")).map(Trace::thread),
        event.getInt("depth"),
        event.getInt("pid"),
        event.getInt("parentPid"),
        event.getString("executable"),
        event.getString("commandLine"),
        event.getString("workingDirectory"),
        event.getInstant("processStart"));
  }

  private static Statistics statistics(RecordedEvent event) {
    return new Statistics(
        event.getString("state"),
        event.getString("reason"),
        event.getString("mode"),
        event.getLong("seen"),
        event.getLong("emitted"),
        event.getLong("filtered"),
        event.getLong("lostRingFull") + event.getLong("lostNoBuffer"),
        event.getLong("untrackedProcesses"),
        event.getLong("delivered"),
        event.getLong("malformed"),
        event.getLong("adopted"),
        event.getLong("unattributed"),
        event.getLong("nativeSpawns"),
        event.getLong("nativeUnverified"),
        event.getLong("unrecorded"),
        event.getLong("hookFailures"),
        event.getLong("ringSize"));
  }

  private static Origin origin(RecordedEvent event) {
    return new Origin(
        event.getInt("spawnId"),
        event.getString("spawnThreadName"),
        event.getLong("spawnThreadId"),
        event.getString("spawnSite"));
  }

  private static JavaThread thread(RecordedThread thread) {
    return new JavaThread(thread.getJavaName(), thread.getJavaThreadId());
  }

  /** None where the settings want no stacks. */
  private static List<Frame> frames(RecordedEvent event) {
    return Optional.ofNullable(event.getStackTrace())
        .map(stack -> stack.getFrames().stream().map(Trace::frame).toList())
        .orElse(List.of());
  }

  private static Frame frame(RecordedFrame frame) {
    var method = frame.getMethod();
    return new Frame(method.getType().getName() + "." + method.getName(), frame.getLineNumber());
  }
}
