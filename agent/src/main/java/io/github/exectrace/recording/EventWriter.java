package io.github.exectrace.recording;

import io.github.exectrace.events.Errno;
import io.github.exectrace.events.Launcher;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.spawn.SpawnRegistry;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.CgroupPaths;
import io.github.exectrace.tracer.ContainerIds;
import io.github.exectrace.tracer.KernelPath;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.RunningProgram;
import io.github.exectrace.tracer.Tracer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Writes what the kernel told into the recording, with the Java thread and call site that each
 * process descends from. Not safe for use by several threads at once.
 */
final class EventWriter {
  private static final ByteString LAUNCHER =
      ByteString.of(Path.of(System.getProperty("java.home"), "lib", Launcher.NAME));

  private final SpawnRegistry spawns;
  private final CgroupPaths cgroups = new CgroupPaths();
  private final Optional<ContainerIds> containers;
  private final KernelClock<ProcessExecEvent> execClock = new KernelClock<>(new ProcessExecEvent());
  private final KernelClock<ProcessExitEvent> exitClock = new KernelClock<>(new ProcessExitEvent());
  private final KernelClock<ProcessAdoptedEvent> adoptedClock =
      new KernelClock<>(new ProcessAdoptedEvent());
  // By the pid of the initial namespace, which is unique among living processes.
  private final Map<Integer, LiveProcess> living = new HashMap<>();
  private final AtomicLong unattributed = new AtomicLong();
  private ArgumentPolicy arguments = ArgumentPolicy.NONE;
  private Redaction redaction = Redaction.DEFAULT;

  /**
   * A writer that knows no process yet.
   *
   * @param tracer where the events come from, if it is there to be asked
   */
  EventWriter(SpawnRegistry spawns, Optional<Tracer> tracer) {
    this.containers = tracer.map(ContainerIds::new);
    this.spawns = spawns;
  }

  /** Sets what goes into the recording from now on, also of processes that were seen before. */
  void use(ArgumentPolicy policy, Redaction masks) {
    if (policy.compareTo(arguments) > 0 || !redaction.and(masks).equals(redaction)) {
      // What was kept for the exits tells more than is wanted now.
      living.values().forEach(process -> process.exit.commandLine = null);
    }
    arguments = policy;
    redaction = masks;
  }

  /** A process that has not ended yet, with the event that will tell of its end. */
  private static final class LiveProcess {
    private final ProcessExitEvent exit = new ProcessExitEvent();
    private final ProcessEvent.Head first;
    private boolean goneBefore;

    private LiveProcess(ProcessEvent.Head head) {
      first = head;
      exit.begin();
    }

    /** Whether it is the same process, and not an earlier one of that pid whose end was lost. */
    private boolean is(ProcessEvent.Head head) {
      return first.startedNanos() == head.startedNanos();
    }

    /**
     * Whether its end must have been lost: true the second time that the kernel knows it no more.
     */
    private boolean isLost(Predicate<ProcessEvent.Head> ended) {
      boolean again = goneBefore;
      goneBefore = again || ended.test(first);
      return again;
    }
  }

  /** Each process is counted once for its start, from the first that is heard of it. */
  private LiveProcess begin(ProcessEvent.Head head) {
    var process = new LiveProcess(head);
    spawns.processBegan(head.spawnId());
    end(living.put(head.hostPid(), process));
    return process;
  }

  private void end(LiveProcess process) {
    if (process != null) {
      spawns.processEnded(process.first.spawnId());
    }
  }

  /**
   * Forgets processes whose ends were lost, as the ring buffer was full. To be called now and then:
   * a process is forgotten at the second call that finds it gone.
   *
   * @param ended whether it is certain that a process has ended
   */
  void sweep(Predicate<ProcessEvent.Head> ended) {
    living
        .values()
        .removeIf(
            process -> {
              boolean lost = process.isLost(ended);
              if (lost) {
                end(process);
              }
              return lost;
            });
  }

  /** How many processes are taken to be alive. */
  int livingProcesses() {
    return living.size();
  }

  private LiveProcess process(ProcessEvent.Head head) {
    var known = living.get(head.hostPid());
    return known != null && known.is(head) ? known : begin(head);
  }

  /** How many execs in this JVM's tree had no Java thread to name. */
  long unattributed() {
    return unattributed.get();
  }

  void write(ProcessEvent event) {
    if (event instanceof ProcessEvent.Exec exec) {
      writeExec(exec, 0, null);
    } else if (event instanceof ProcessEvent.Exit exit) {
      writeExit(redaction.apply(exit));
    } else if (event instanceof ProcessEvent.Fork fork) {
      writeFork(fork);
    } else if (event instanceof ProcessEvent.ExecFailed failed) {
      writeExec(failed.attempt(), failed.errno(), error(failed));
    } else if (event instanceof ProcessEvent.Adopted adopted) {
      writeAdopted(redaction.apply(adopted));
    }
  }

  private void writeFork(ProcessEvent.Fork fork) {
    begin(fork.head());
  }

  private void writeAdopted(ProcessEvent.Adopted adopted) {
    var head = adopted.head();
    var program = adopted.program();
    var commandLine =
        program.flatMap(RunningProgram::arguments).map(arguments::commandLine).orElse(null);
    process(head).exit.commandLine = commandLine;
    var event = new ProcessAdoptedEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.fill(head, spawns.find(head.spawnId()), redaction);
    event.executable = program.flatMap(RunningProgram::file).map(KernelPath::toString).orElse(null);
    event.commandLine = commandLine;
    event.workingDirectory =
        program.flatMap(RunningProgram::workingDirectory).map(KernelPath::toString).orElse(null);
    event.processStart = head.started().toEpochMilli();
    adoptedClock.at(event, head.timeNanos());
    event.commit();
  }

  private static String error(ProcessEvent.ExecFailed failed) {
    return Errno.describe(failed.errno())
        + (failed.fatal() ? ", too late to go back: the process was killed" : "");
  }

  private void writeExec(ProcessEvent.Exec raw, int errno, String error) {
    var head = raw.head();
    var exec = redaction.apply(raw);
    var commandLine = arguments.commandLine(exec.arguments());
    var origin = spawns.find(head.spawnId());
    if (head.spawnId() != 0 && origin.isEmpty()) {
      unattributed.incrementAndGet();
    }
    boolean launcher = head.depth() == 1 && raw.executable().equals(LAUNCHER);
    if (errno == 0) {
      process(head).exit.commandLine = launcher ? null : commandLine;
    }
    var event = new ProcessExecEvent();
    if (!event.shouldCommit()) {
      return;
    }
    event.fill(head, origin, redaction);
    event.pidNamespace = Integer.toUnsignedLong(head.pidNamespace());
    event.kernelTime = head.time().toEpochMilli();
    event.launcher = launcher;
    event.succeeded = errno == 0;
    event.errno = errno;
    event.error = error;
    event.commandLine = commandLine;
    fillProgram(event, exec);
    execClock.at(event, head.timeNanos());
    event.commit();
  }

  private void fillProgram(ProcessExecEvent event, ProcessEvent.Exec exec) {
    event.executable = exec.path().toString();
    event.interpreter = exec.interpreter().map(ByteString::text).orElse(null);
    event.argumentCount = exec.arguments().count();
    event.argumentBytes = exec.arguments().totalBytes();
    event.environmentBytes = exec.environmentBytes();
    event.truncated = exec.arguments().truncated();
    event.workingDirectory = exec.workingDirectory().toString();
    event.callerName = exec.callerName().text();
    event.userId = (int) exec.userId();
    event.groupId = (int) exec.groupId();
    event.effectiveUserId = (int) exec.effectiveUserId();
    var cgroup = cgroups.find(exec.cgroup(), exec.head().pid());
    event.cgroup = cgroup.map(ByteString::text).orElse(null);
    event.containerId = containers.flatMap(ids -> ids.find(exec, cgroup)).orElse(null);
  }

  private void writeExit(ProcessEvent.Exit exit) {
    var head = exit.head();
    var process = living.remove(head.hostPid());
    var event = process != null && process.is(head) ? process.exit : new ProcessExitEvent();
    if (exit.callerName().isPresent()) {
      event.commandLine = arguments.commandLine(Arguments.begin(exit.name()));
    }
    exitClock.during(event, head.timeNanos() - exit.lifetimeNanos(), head.timeNanos());
    if (event.shouldCommit()) {
      event.fill(head, spawns.find(head.spawnId()), redaction);
      event.name = exit.name().text();
      event.killedInExec = exit.callerName().isPresent();
      event.callerName = exit.callerName().map(ByteString::text).orElse(null);
      event.exitCode = exit.exitCode();
      event.signal = exit.signal();
      event.coreDumped = exit.coreDumped();
      event.lifetime = exit.lifetimeNanos();
      event.userTime = exit.userNanos();
      event.systemTime = exit.systemNanos();
      event.maxResidentSetSize = exit.maxResidentBytes() == 0 ? -1 : exit.maxResidentBytes();
      event.commit();
    }
    end(process);
  }
}
