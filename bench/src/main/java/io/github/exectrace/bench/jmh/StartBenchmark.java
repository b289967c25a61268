package io.github.exectrace.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** A process, from the call that starts it until it has been waited for. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StartBenchmark {
  /** The smallest command that every machine has. */
  @Benchmark
  public int startAndWait() throws IOException, InterruptedException {
    return new ProcessBuilder("/bin/true").start().waitFor();
  }
}
