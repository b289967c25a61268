package io.github.exectrace.spawn;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who made a process past the JDK, as far as it could be found out afterwards. Immutable.
 *
 * @param thread the Java thread, as long as it is there
 * @param threadId its {@link Thread#threadId}; -1 if it is not known which thread it was
 * @param frames its stack at the time of the sample, the innermost frame first; perhaps none. Not
 *     to be changed
 * @param verified whether the thread had not moved since it made the process
 * @param delayNanos how long after that the sample was taken
 */
public record StackSample(
    Optional<Thread> thread,
    long threadId,
    List<StackTraceElement> frames,
    boolean verified,
    long delayNanos) {
  /** Its name; empty if the thread has gone. */
  public Optional<String> threadName() {
    return thread.map(Thread::getName);
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
