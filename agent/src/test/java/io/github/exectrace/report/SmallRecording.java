package io.github.exectrace.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;

/** Makes recordings with events of the agent's names and fields, without starting anything. */
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class SmallRecording {
  private SmallRecording() {}

  @Name("exectrace.ProcessSpawn")
  static final class Spawn extends Event {
    int spawnId;
    int pid;
    String executable;
    String commandLine;
    boolean succeeded = true;
    int errno;
    String error;
  }

  @StackTrace(false)
  abstract static class Descendant extends Event {
    int spawnId;
    Thread spawnThread;
    String spawnThreadName;
    long spawnThreadId = -1;
    String spawnSite;
    int depth = 1;
    int pid;
    String commandLine;
  }

  @Name("exectrace.ProcessExec")
  static final class Exec extends Descendant {
    int parentPid;
    String executable;
    boolean succeeded = true;
    int errno;
  }

  @Name("exectrace.ProcessExit")
  static final class Exit extends Descendant {
    int exitCode;
    int signal;
    @Timespan long lifetime = 1_000;
  }

  @Name("exectrace.NativeSpawn")
  @StackTrace(false)
  static final class Native extends Event {
    int spawnId;
    int pid;
    Thread spawnThread;
    String spawnThreadName;
    long spawnThreadId = -1;
    String osThreadName;
    String sampledStackTrace;
  }

  @Name("exectrace.TracerStatistics")
  @StackTrace(false)
  static final class Statistics extends Event {
    String state = "TRACING";
    String reason;
    String mode = "kernel";
    long seen = 2;
    long emitted = 2;
    long filtered;
    long lostRingFull;
    long lostNoBuffer;
    long delivered = 2;
    long malformed;
    long unattributed;
    long unrecorded;
    long jvmPid = ProcessHandle.current().pid();

    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long jvmStartTime = 1_700_000_000_000L;
  }

  /** Records what is committed meanwhile. */
  static Path record(Path file, Runnable events) throws IOException {
    try (var recording = new Recording()) {
      recording.enable("exectrace.*");
      recording.start();
      events.run();
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  /** A start, the program and its end. */
  static void start(int id) {
    var spawn = new Spawn();
    spawn.spawnId = id;
    spawn.pid = id;
    spawn.commandLine = "program " + id;
    spawn.executable = "program";
    spawn.commit();
    exec(id, 1, id, "/bin/program");
    exit(id, 1, id);
  }

  static void exec(int id, int depth, int pid, String executable) {
    var exec = new Exec();
    fill(exec, id, depth, pid);
    exec.executable = executable;
    exec.commandLine = executable.substring(executable.lastIndexOf('/') + 1);
    exec.commit();
  }

  static void refused(int id, int depth, int pid, String executable, int errno) {
    var exec = new Exec();
    fill(exec, id, depth, pid);
    exec.executable = executable;
    exec.commandLine = executable.substring(executable.lastIndexOf('/') + 1);
    exec.succeeded = false;
    exec.errno = errno;
    exec.commit();
  }

  static void exit(int id, int depth, int pid) {
    var exit = new Exit();
    fill(exit, id, depth, pid);
    exit.commandLine = "program";
    exit.commit();
  }

  private static void fill(Descendant event, int id, int depth, int pid) {
    event.spawnId = id;
    event.spawnThreadName = "worker";
    event.spawnThreadId = 1;
    event.spawnSite = "com.acme.Job.run(Job.java:1)";
    event.depth = depth;
    event.pid = pid;
  }

  /** Where the chunks of a file begin, and where it ends. */
  static List<Integer> chunks(byte[] file) {
    var bytes = ByteBuffer.wrap(file);
    var begins = new ArrayList<Integer>();
    int at = 0;
    while (at < file.length) {
      begins.add(at);
      at += Math.toIntExact(bytes.getLong(at + Long.BYTES));
    }
    begins.add(at);
    return begins;
  }

  static Report read(Path... files) throws IOException {
    return RecordingReader.read(List.of(files), ReportLimits.DEFAULT, (ignored, ignoredToo) -> {});
  }

  static Path write(Path file, byte[] bytes) throws IOException {
    return Files.write(file, bytes);
  }
}
