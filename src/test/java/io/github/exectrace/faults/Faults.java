package io.github.exectrace.faults;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.exectrace.app.NativeMemory;
import io.github.exectrace.harness.CProgram;
import io.github.exectrace.harness.Jvm;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes native calls of one JVM fail, from outside of it, with the library {@code faults.c}. Used
 * by one thread.
 */
final class Faults {
  // struct control in faults.c
  private static final int ARMED = 0;
  private static final int NTH = 8;
  private static final int TIMES = 16;
  private static final int RESULT = 24;
  private static final int ERROR = 32;
  private static final int PERFORM = 40;
  private static final int SEEN = 48;
  private static final int FIRED = 56;
  private static final int KEY = 64;
  private static final int KEY_LEN = 56;
  private static final int CALLS_LEN = KEY + KEY_LEN;
  private static final int CALLS = CALLS_LEN + Long.BYTES;
  private static final int CALL_BYTES = KEY_LEN + Long.BYTES;
  private static final int BYTES = CALLS + 500 * CALL_BYTES;

  private final MemorySegment control;
  private final Path file;

  /**
   * Makes ready.
   *
   * @param scratch an existing folder
   */
  Faults(Path scratch) throws IOException {
    file = Files.createTempFile(scratch, "faults", null);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      control = channel.map(MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto());
    }
  }

  /** To be started with this. */
  Jvm into(Jvm jvm) {
    return jvm.environment("LD_PRELOAD", CProgram.library("faults"))
        .environment("EXECTRACE_FAULTS", file.toString());
  }

  /** From now on calls fail as the fault says. */
  void arm(Fault fault) {
    disarm();
    control.set(JAVA_LONG, NTH, fault.nth());
    control.set(JAVA_LONG, TIMES, fault.times());
    control.set(JAVA_LONG, RESULT, fault.result());
    control.set(JAVA_LONG, ERROR, fault.errno().number());
    control.set(JAVA_LONG, PERFORM, fault.performs() ? 1 : 0);
    control.set(JAVA_LONG, SEEN, 0);
    control.set(JAVA_LONG, FIRED, 0);
    try (var arena = Arena.ofConfined()) {
      var function = NativeMemory.copy(arena, fault.function());
      MemorySegment.copy(function, 0, control, KEY, function.byteSize());
    }
    VarHandle.releaseFence();
    control.set(JAVA_LONG, ARMED, 1);
  }

  /** From now on all calls work. */
  void disarm() {
    control.set(JAVA_LONG, ARMED, 0);
    VarHandle.fullFence();
  }

  /** How many calls have failed since a fault was armed. */
  long fired() {
    return control.get(JAVA_LONG, FIRED);
  }

  /** All calls so far by function; whatever names a function for {@link Fault}. */
  Map<String, Long> calls() {
    var calls = new TreeMap<String, Long>();
    long known = control.get(JAVA_LONG, CALLS_LEN);
    VarHandle.acquireFence();
    for (long i = 0; i < known; i++) {
      long call = CALLS + i * CALL_BYTES;
      calls.put(NativeMemory.text(control, call), control.get(JAVA_LONG, call + KEY_LEN));
    }
    return calls;
  }
}
