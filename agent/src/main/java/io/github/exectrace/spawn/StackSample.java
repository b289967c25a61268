package io.github.exectrace.spawn;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who made a process past the JDK, as far as it could be found out afterwards. Immutable.
 *
 * <p>Of the thread all is known, or nothing.
 *
 * @param thread the Java thread
 * @param threadName its name when it was looked at
 * @param threadId its {@link Thread#threadId}; -1 if it is not known which thread it was
 * @param frames its stack at the time of the sample, the innermost frame first; perhaps none. Not
 *     to be changed
 * @param verified whether the thread had not moved since it made the process
 * @param takenNanos when the thread was looked at, by {@link System#nanoTime}
 */
public record StackSample(
    Optional<Thread> thread,
    Optional<String> threadName,
    long threadId,
    List<StackTraceElement> frames,
    boolean verified,
    long takenNanos) {
  static StackSample of(
      Thread thread, List<StackTraceElement> frames, boolean verified, long takenNanos) {
    return new StackSample(
        Optional.of(thread),
        Optional.of(thread.getName()),
        thread.threadId(),
        frames,
        verified,
        takenNanos);
  }

  /** The responsible line of the application; empty if it is not certain. */
  public Optional<String> site() {
    return verified ? CallSite.in(frames) : Optional.empty();
  }

  /** The frames, a line each; empty if there are none. */
  public Optional<String> stackTrace() {
    return frames.isEmpty()
        ? Optional.empty()
        : Optional.of(frames.stream().map(CallSite::describe).collect(Collectors.joining("\n")));
  }
}
