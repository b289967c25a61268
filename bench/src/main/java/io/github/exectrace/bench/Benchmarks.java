package io.github.exectrace.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of this folder with JMH, whose options it takes, in JVMs with the agent: the
 * jar that the system property {@code exectrace.jar} names.
 */
public final class Benchmarks {
  private Benchmarks() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    var options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            .jvmArgsAppend(
                "-javaagent:" + System.getProperty("exectrace.jar"),
                // To call the bridge as the JDK does.
                "--add-opens=java.base/java.lang=ALL-UNNAMED")
            .build();
    new Runner(options).run();
  }
}
