package io.github.exectrace.recording;

import io.github.exectrace.events.JdkEvents;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import jdk.jfr.Event;

/**
 * Gives an event the times at which the kernel saw it begin and end, in place of those at which it
 * was read.
 *
 * <p>The public way, {@link Event#begin} and {@link Event#end}, knows only "now". The JVM keeps
 * both times in two fields that it adds to every event class; where a JDK has them under another
 * name, the event keeps the time at which it was read. The recorder's clock and that of {@link
 * System#nanoTime} are compared anew for each event, so an error in their proportion only matters
 * for the time since then: some milliseconds, but for the beginning of a long life. The proportion
 * is taken over as long a time as there is, and anew after the machine has slept or the process was
 * restored elsewhere, when one clock has gone on without the other.
 *
 * <p>Safe for use by several threads.
 */
final class KernelClock<E extends Event> {
  private static final long CLOSE_NANOS = 5_000;
  private static final int MOST_READINGS = 16;
  private static final long LONG_NANOS = 100_000_000;
  // More than readings differ, and more than adjtimex(2) changes a clock's rate, 500 ppm.
  private static final long JUMP_NANOS = 1_000_000;
  private static final long CHANGE_OF_RATE = 1_000;

  private final Optional<Fields> fields;
  private final E probe;
  private Reading first;
  private Reading last;
  private double ticksPerNano = 1;
  private boolean settled; // whether the proportion is that of some time

  private record Fields(VarHandle startTime, VarHandle duration) {}

  /** Both clocks at one moment. */
  private record Reading(long nanos, long ticks) {}

  /**
   * A clock for one class of events.
   *
   * @param probe an event that is never committed
   */
  KernelClock(E probe) {
    this.probe = probe;
    this.fields = find(probe.getClass());
    this.first = read();
    this.last = first;
  }

  private static Optional<Fields> find(Class<?> type) {
    try {
      var lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      return Optional.of(
          new Fields(
              lookup.findVarHandle(type, JdkEvents.START_TIME, long.class),
              lookup.findVarHandle(type, JdkEvents.DURATION, long.class)));
    } catch (ReflectiveOperationException unknown) {
      return Optional.empty();
    }
  }

  /** The event happened at a time of the kernel's clock. */
  void at(E event, long nanos) {
    if (fields.isPresent()) {
      during(event, nanos, nanos);
    }
  }

  /** The event lasted from one time of the kernel's clock to another. */
  void during(E event, long startNanos, long endNanos) {
    if (fields.isEmpty()) {
      event.end();
      return;
    }
    long start = ticks(startNanos);
    fields.get().startTime().set(event, start);
    // The recorder takes 0 for "not ended yet".
    fields.get().duration().set(event, Math.max(1, ticks(endNanos) - start));
  }

  /** Both clocks run at a constant rate, so one look at both gives any time of the past. */
  private synchronized long ticks(long nanos) {
    var now = read();
    follow(now);
    return now.ticks - Math.round((now.nanos - nanos) * ticksPerNano);
  }

  private void follow(Reading now) {
    if (first.ticks == 0 || (settled && isBehindAJump(now))) {
      first = now; // the proportion stays until there is a better one
    }
    long nanos = now.nanos - first.nanos;
    if (nanos > 0 && (!settled || nanos >= LONG_NANOS)) {
      ticksPerNano = (double) (now.ticks - first.ticks) / nanos;
      settled |= nanos >= LONG_NANOS;
    }
    last = now;
  }

  private boolean isBehindAJump(Reading now) {
    long nanos = now.nanos - last.nanos;
    double error = now.ticks - last.ticks - nanos * ticksPerNano;
    return nanos < 0
        || Math.abs(error) > (JUMP_NANOS + nanos / CHANGE_OF_RATE) * Math.abs(ticksPerNano);
  }

  /**
   * Between two readings a busy system may let another thread run for milliseconds. So one clock is
   * read before and after the other, and again unless the two are close to each other.
   */
  private Reading read() {
    long shortest = Long.MAX_VALUE;
    Reading best = null;
    for (int i = 0; i < MOST_READINGS && shortest > CLOSE_NANOS; i++) {
      long before = System.nanoTime();
      long ticks = now();
      long between = System.nanoTime() - before;
      if (between < shortest) {
        shortest = between;
        best = new Reading(before + between / 2, ticks);
      }
    }
    return best;
  }

  private long now() {
    if (fields.isEmpty()) {
      return 0;
    }
    probe.begin();
    return (long) fields.get().startTime().get(probe);
  }
}
