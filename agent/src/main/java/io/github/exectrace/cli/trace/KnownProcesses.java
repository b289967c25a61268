package io.github.exectrace.cli.trace;

import io.github.exectrace.cli.output.TracedEvent;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.ProcessEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What events have said of processes: their names and programs. As many as a machine has, at most;
 * the oldest are forgotten. Not safe for use by several threads.
 */
final class KnownProcesses {
  private static final int MOST = 1 << 14;
  private static final int LONGEST_NAME = 15; // TASK_COMM_LEN of linux/sched.h

  private final Map<Integer, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Known> eldest) {
          return size() > MOST;
        }
      };

  /** A process; its pid may come again, but not with the same start. */
  private record Known(long startedNanos, ByteString name, Optional<ProcessEvent.Exec> program) {}

  /** Learns from an event, and says what was known of it. */
  TracedEvent add(ProcessEvent event) {
    var program = Optional.<ProcessEvent.Exec>empty();
    switch (event) {
      case ProcessEvent.Exec exec -> put(exec, nameOf(exec), Optional.of(exec));
      case ProcessEvent.Fork fork -> put(fork, fork.callerName(), Optional.empty());
      case ProcessEvent.Adopted adopted -> put(adopted, adopted.name(), Optional.empty());
      case ProcessEvent.Exit exit -> program = remove(exit);
      case ProcessEvent.ExecFailed ignored -> {}
    }
    return new TracedEvent(event, nameOf(event.head().parentPid()), program);
  }

  private void put(ProcessEvent event, ByteString name, Optional<ProcessEvent.Exec> program) {
    known.remove(event.head().pid()); // so that it counts as new
    known.put(event.head().pid(), new Known(event.head().startedNanos(), name, program));
  }

  private Optional<ProcessEvent.Exec> remove(ProcessEvent.Exit exit) {
    return Optional.ofNullable(known.remove(exit.head().pid()))
        .filter(process -> process.startedNanos() == exit.head().startedNanos())
        .flatMap(Known::program);
  }

  /** The kernel names a process by the file that it executes. */
  private static ByteString nameOf(ProcessEvent.Exec exec) {
    var file = exec.executable().fileName();
    return file.length() > LONGEST_NAME ? file.substring(0, LONGEST_NAME) : file;
  }

  private Optional<ByteString> nameOf(int pid) {
    var process = known.get(pid);
    if (process != null && pid != 0) {
      return Optional.of(process.name());
    }
    try {
      var comm = ByteString.of(Files.readAllBytes(Path.of("/proc", Integer.toString(pid), "comm")));
      return Optional.of(comm.substring(0, Math.max(0, comm.length() - 1))); // without the line end
    } catch (IOException ended) {
      return Optional.empty();
    }
  }
}
