package io.github.exectrace.app;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Writes a recording with the events of as many starts as its second argument says into the file
 * that the first one names, without starting anything: events of the agent's names and fields, and
 * others between them. Prints how many starts, failed starts, programs, failed exits and unended
 * processes a report of it has to count.
 */
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
public final class BigRecording {
  private static final int PIDS = 30_000;
  private static final int SITES = 5_000;
  private static final int PROGRAMS = 3_000;
  private static final int FAILED_EACH = 100;
  private static final int BAD_EACH = 50;
  private static final int UNENDED_EACH = 20_000;
  private static final int OTHERS_FOR_EACH = 8;

  private BigRecording() {}

  @Name("exectrace.ProcessSpawn")
  private static final class Spawn extends Event {
    int spawnId;
    int pid;
    String executable;
    String commandLine;
    boolean succeeded;
    int errno;
  }

  @StackTrace(false)
  private abstract static class Descendant extends Event {
    int spawnId;
    String spawnThreadName;
    long spawnThreadId;
    String spawnSite;
    int depth;
    int pid;
    int parentPid;
    int hostPid;
    long forkTime;
    long parentForkTime;
    String commandLine;
  }

  @Name("exectrace.ProcessExec")
  private static final class Exec extends Descendant {
    String executable;
    boolean succeeded;
  }

  @Name("exectrace.ProcessExit")
  private static final class Exit extends Descendant {
    int exitCode;
    int signal;
    @Timespan long lifetime;
    @Timespan long userTime;
    @Timespan long systemTime;
    long maxResidentSetSize;
  }

  @Name("test.Other")
  private static final class Other extends Event {
    String text;
    int number;
  }

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException {
    int starts = Integer.parseInt(arguments[1]);
    int failed = 0;
    int bad = 0;
    int unended = 0;
    try (var recording = new Recording()) {
      recording.enable("exectrace.*");
      recording.setToDisk(true);
      recording.setDestination(Path.of(arguments[0]));
      recording.start();
      for (int id = 1; id <= starts; id++) {
        boolean fails = id % FAILED_EACH == 0;
        boolean endsBadly = !fails && id % BAD_EACH == 1;
        boolean ends = id % UNENDED_EACH != 1;
        spawn(id, fails);
        if (!fails) {
          descendants(id, endsBadly, ends);
        }
        others(id);
        failed += fails ? 1 : 0;
        bad += endsBadly && ends ? 1 : 0;
        unended += ends ? 0 : 1;
      }
      recording.stop();
    }
    System.out.printf("%d %d %d %d %d%n", starts, failed, 2 * (starts - failed), bad, unended);
  }

  private static void spawn(int id, boolean fails) {
    var spawn = new Spawn();
    spawn.begin();
    spawn.spawnId = id;
    spawn.pid = fails ? -1 : shellPid(id);
    spawn.executable = "/usr/bin/program-" + id % PROGRAMS;
    spawn.commandLine = spawn.executable + " --number " + id;
    spawn.succeeded = !fails;
    spawn.errno = fails ? 2 : 0;
    spawn.commit();
  }

  /** A shell and a program that it starts. */
  private static void descendants(int id, boolean endsBadly, boolean ends) {
    int child = shellPid(id) + 1;
    exec(id, 1, shellPid(id), "/usr/bin/program-" + id % PROGRAMS);
    exec(id, 2, child, "/usr/bin/wc");
    exit(id, 2, child, 0);
    if (ends) {
      exit(id, 1, shellPid(id), endsBadly ? 3 : 0);
    }
  }

  /** As pids are given again, so that two starts have the same. */
  private static int shellPid(int id) {
    return 2 + 2 * (id % PIDS);
  }

  private static long forkTime(int id, int depth) {
    return 1_000L * id + depth;
  }

  private static void exec(int id, int depth, int pid, String executable) {
    var exec = new Exec();
    fill(exec, id, depth, pid);
    exec.executable = executable;
    exec.commandLine = executable + " --number " + id;
    exec.succeeded = true;
    exec.commit();
  }

  private static void exit(int id, int depth, int pid, int exitCode) {
    var exit = new Exit();
    exit.begin();
    fill(exit, id, depth, pid);
    exit.commandLine = "/usr/bin/wc --number " + id;
    exit.exitCode = exitCode;
    exit.lifetime = 1_000_000L * (id % 1_000);
    exit.userTime = 1_000;
    exit.systemTime = 1_000;
    exit.maxResidentSetSize = 1 << 20;
    exit.commit();
  }

  private static void fill(Descendant event, int id, int depth, int pid) {
    event.spawnId = id;
    event.spawnThreadName = "worker-" + id;
    event.spawnThreadId = id;
    event.spawnSite = "com.acme.Job" + id % SITES + ".run(Job.java:" + id % SITES + ")";
    event.depth = depth;
    event.pid = pid;
    event.hostPid = pid;
    event.parentPid = depth == 1 ? 1 : shellPid(id);
    event.forkTime = forkTime(id, depth);
    event.parentForkTime = depth == 1 ? 0 : forkTime(id, depth - 1);
  }

  private static void others(int id) {
    for (int i = 0; i < OTHERS_FOR_EACH; i++) {
      var other = new Other();
      other.text = "what else a recording holds, of whatever kind and length, number " + id;
      other.number = i;
      other.commit();
    }
  }
}
