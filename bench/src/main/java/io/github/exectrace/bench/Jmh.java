package io.github.exectrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one JMH benchmark in one JVM, so that rounds of several settings can be mixed. */
final class Jmh {
  private Jmh() {}

  /**
   * Warms up and measures.
   *
   * @param warmup in seconds, as is the other
   */
  static RunResult run(
      Class<?> benchmark, int threads, int warmup, int seconds, List<String> flags) {
    var all = new ArrayList<>(flags);
    all.add("--sun-misc-unsafe-memory-access=allow"); // JMH's own
    var options =
        new OptionsBuilder()
            .include(benchmark.getName())
            .forks(1)
            .threads(threads)
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(warmup))
            .measurementIterations(1)
            .measurementTime(TimeValue.seconds(seconds))
            .timeout(new TimeValue(2, TimeUnit.MINUTES))
            .verbosity(VerboseMode.SILENT)
            .jvmArgs(all.toArray(String[]::new))
            .build();
    try {
      return new Runner(options).runSingle();
    } catch (RunnerException failure) {
      throw new IllegalStateException("JMH: " + failure.getMessage(), failure);
    }
  }
}
