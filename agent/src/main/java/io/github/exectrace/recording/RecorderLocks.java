package io.github.exectrace.recording;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import jdk.jfr.FlightRecorder;

/**
 * The locks that the flight recorder holds while it calls application code: hooks of periodic
 * events, controls of settings, listeners (jdk.jfr.internal, JDK 25: PlatformRecorder's methods are
 * synchronized, and so are those of MetadataRepository).
 *
 * <p>Who holds one of them must not wait for anything that asks the recorder. Safe for use by
 * several threads.
 */
final class RecorderLocks {
  private static final String RECORDER = "jdk.jfr.internal.PlatformRecorder";
  private static final String METADATA = "jdk.jfr.internal.MetadataRepository";

  private final Object[] constant;
  private final VarHandle recorder; // FlightRecorder.platformRecorder; null if not to be had
  private final VarHandle internal; // FlightRecorder.internal

  private RecorderLocks(Object[] constant, VarHandle recorder, VarHandle internal) {
    this.constant = constant;
    this.recorder = recorder;
    this.internal = internal;
  }

  /** Where a JDK has other locks than these, none is ever found to be held. */
  static RecorderLocks find() {
    try {
      var type = Class.forName(RECORDER);
      var metadata = Class.forName(METADATA);
      var lookup = MethodHandles.lookup();
      var inRecorder = MethodHandles.privateLookupIn(FlightRecorder.class, lookup);
      return new RecorderLocks(
          new Object[] {
            type,
            MethodHandles.privateLookupIn(metadata, lookup)
                .findStaticVarHandle(metadata, "instance", metadata)
                .get()
          },
          inRecorder.findStaticVarHandle(
              FlightRecorder.class, "platformRecorder", FlightRecorder.class),
          inRecorder.findVarHandle(FlightRecorder.class, "internal", type));
    } catch (ReflectiveOperationException unknown) {
      return new RecorderLocks(new Object[0], null, null);
    }
  }

  /** Whether the calling thread holds one of them; costs a few reads of memory. */
  boolean held() {
    return Stream.concat(Arrays.stream(constant), Stream.ofNullable(instance()))
        .filter(Objects::nonNull)
        .anyMatch(Thread::holdsLock);
  }

  /** Whether the calling thread holds the one that all questions to the recorder take first. */
  boolean recorderHeld() {
    var instance = instance();
    return instance != null && Thread.holdsLock(instance);
  }

  private Object instance() {
    // Not by the method, which takes a lock and makes the recorder.
    Object made = recorder == null ? null : recorder.getVolatile();
    return made == null ? null : internal.get(made);
  }
}
