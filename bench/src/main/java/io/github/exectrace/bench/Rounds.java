package io.github.exectrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Measures several things in turns, A B B A, so that whatever else the machine is doing meets all
 * of them alike, and none is always the one that comes after the other.
 *
 * @param <T> what one measurement gives
 */
final class Rounds<T> {
  /** Something to be measured. */
  interface Measurement<T> {
    T measure() throws IOException, InterruptedException;
  }

  private final SequencedMap<String, Measurement<T>> measurements = new LinkedHashMap<>();

  Rounds<T> add(String name, Measurement<T> measurement) {
    measurements.put(name, measurement);
    return this;
  }

  /** The results by name, in the order of the rounds. */
  Map<String, List<T>> run(int rounds) throws IOException, InterruptedException {
    var results = new LinkedHashMap<String, List<T>>();
    for (int round = 1; round <= rounds; round++) {
      var turns = measurements.sequencedEntrySet();
      for (var entry : round % 2 == 0 ? turns.reversed() : turns) {
        Progress.say("round " + round + " of " + rounds + ": " + entry.getKey());
        results
            .computeIfAbsent(entry.getKey(), ignored -> new ArrayList<>())
            .add(entry.getValue().measure());
      }
    }
    Progress.done();
    return results;
  }

  /** Each value by the one of the same round that it is compared with. */
  static Samples ratios(List<Double> values, List<Double> base) {
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < values.size(); round++) {
      ratios.add(values.get(round) / base.get(round));
    }
    return Samples.of(ratios);
  }
}
