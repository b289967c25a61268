package io.github.exectrace.bench;

import io.github.exectrace.bench.jmh.IdleHookBenchmark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the agent adds to a start while nothing is recorded. */
final class IdleHook implements Section {
  private static final int ROUNDS = Settings.number("hook.rounds", 5);
  private static final int SECONDS = 3;

  @Override
  public String measure() throws IOException, InterruptedException {
    var times = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      var result =
          Jmh.run(
              IdleHookBenchmark.class,
              1,
              1,
              SECONDS,
              List.of(
                  "-javaagent:" + Settings.jar(),
                  // To call the bridge as the JDK does.
                  "--add-opens=java.base/java.lang=ALL-UNNAMED"));
      times.add(result.getPrimaryResult().getScore());
    }
    return new Table("The agent's part of a start while nothing is recorded", "what", "ns")
        .row("before and after the fork", Samples.of(times).text("%.1f", 1))
        .toString();
  }
}
