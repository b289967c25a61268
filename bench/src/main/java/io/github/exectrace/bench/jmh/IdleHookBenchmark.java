package io.github.exectrace.bench.jmh;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import jdk.jfr.Recording;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the agent adds to the start of a process while nothing is recorded: the two calls of the
 * bridge class that it has put around {@code forkAndExec}, in a JVM that runs with the agent.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class IdleHookBenchmark {
  private static final int POSIX_SPAWN = 2;
  private static final MethodHandle BEGIN;
  private static final MethodHandle END;

  static {
    try {
      // The agent starts with the first recording, and defines the bridge when the JDK first needs
      // the class that it rewrites.
      try (var recording = new Recording()) {
        recording.enable("exectrace.ProcessExec");
        recording.start();
      }
      new ProcessBuilder("/bin/true").start().waitFor();
      var lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
      var bridge = lookup.findClass("java.lang.ExectraceBridge");
      BEGIN =
          lookup.findStatic(
              bridge,
              "begin",
              MethodType.methodType(
                  ObjIntConsumer.class,
                  int.class,
                  byte[].class,
                  byte[].class,
                  int.class,
                  byte[].class));
      END =
          lookup.findStatic(
              bridge, "end", MethodType.methodType(void.class, ObjIntConsumer.class, int.class));
    } catch (IOException | InterruptedException | ReflectiveOperationException failure) {
      throw new ExceptionInInitializerError(failure);
    }
  }

  private final byte[] program = "/bin/echo\0".getBytes(StandardCharsets.US_ASCII);
  private final byte[] arguments = "a\0b\0c\0".getBytes(StandardCharsets.US_ASCII);
  private final byte[] directory = "/tmp\0".getBytes(StandardCharsets.US_ASCII);
  private int pid = 42;

  /** Before the fork and after it, as the rewritten {@code ProcessImpl} has it. */
  @Benchmark
  public ObjIntConsumer<Throwable> aroundTheFork() throws Throwable {
    @SuppressWarnings("unchecked") // the descriptor says no more
    var pending =
        (ObjIntConsumer<Throwable>)
            (ObjIntConsumer<?>)
                (ObjIntConsumer) BEGIN.invokeExact(POSIX_SPAWN, program, arguments, 3, directory);
    END.invokeExact((ObjIntConsumer) pending, pid);
    return pending;
  }
}
