package io.github.exectrace.bpf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The kernel's tracing file system, where libbpf looks up the ids of classic tracepoints.
 *
 * <p>Where no one has mounted it, it is mounted for one thread alone, in a mount namespace of that
 * thread's own (mount_namespaces(7)): no one else sees the mount, and it is gone when the thread
 * ends.
 */
final class Tracefs {
  // Where libbpf looks, in its order (libbpf.c, tracefs_path).
  private static final Path BELOW_DEBUGFS = Path.of("/sys/kernel/debug/tracing/events");
  private static final String MOUNT_POINT = "/sys/kernel/tracing";
  private static final Path EVENTS = Path.of(MOUNT_POINT, "events");

  private Tracefs() {}

  /** Something to be done with tracefs in place. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws BpfException;
  }

  /**
   * Does something on a thread that sees tracefs.
   *
   * @throws BpfException if the action does, or if tracefs cannot be mounted
   */
  static <T> T with(Action<T> action) throws BpfException {
    if (Files.isDirectory(EVENTS) || Files.isDirectory(BELOW_DEBUGFS)) {
      return action.run();
    }
    var task =
        new FutureTask<>(
            () -> {
              Libc.leaveMountNamespace();
              Libc.mount("tracefs", MOUNT_POINT);
              return action.run();
            });
    var thread = Thread.ofPlatform().name("exectrace-tracefs").daemon(true).start(task);
    try {
      var result = task.get();
      thread.join();
      return result;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof BpfException refused) {
        throw refused.with("tracefs is not mounted at " + MOUNT_POINT);
      }
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BpfException("interrupted while mounting tracefs");
    }
  }
}
