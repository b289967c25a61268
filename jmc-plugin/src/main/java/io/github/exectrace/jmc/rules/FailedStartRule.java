package io.github.exectrace.jmc.rules;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** Programs that could not be started, by this JVM or further down. */
public final class FailedStartRule extends ProcessRule {
  static final TypedPreference<IQuantity> INFO =
      Limits.count(
          "exectrace.failedStart.info",
          Messages.get("rule.failedStart.info"),
          Messages.get("rule.failedStart.info.description"),
          1);

  static final TypedPreference<IQuantity> WARNING =
      Limits.count(
          "exectrace.failedStart.warning",
          Messages.get("rule.failedStart.warning"),
          Messages.get("rule.failedStart.warning.description"),
          10);

  /** Called by JMC. */
  public FailedStartRule() {
    super(
        "exectrace.FailedStarts",
        Messages.get("rule.failedStart.name"),
        needs(EventNames.PROCESS_SPAWN),
        List.of(INFO, WARNING),
        List.of());
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    var failures =
        model.failures().stream().filter(FailedStartRule::isStart).collect(Collectors.toList());
    if (failures.isEmpty()) {
      return Finding.ok(Messages.get("rule.failedStart.ok"));
    }
    double info = limits.getPreferenceValue(INFO).doubleValue();
    double warning = Math.max(info + 1, limits.getPreferenceValue(WARNING).doubleValue());
    List<TracedProcess> processes =
        failures.stream().map(Failure::process).collect(Collectors.toList());
    return Finding.of(
            RulesToolkit.mapExp100(failures.size(), info, warning),
            Messages.get("rule.failedStart.summary"))
        .because(Messages.get("rule.failedStart.explanation"))
        .advice(advice(failures))
        .count(failures.size())
        .top(Tally.top(failures, FailedStartRule::describe))
        .events(Queries.ofProcesses(processes));
  }

  private static boolean isStart(Failure failure) {
    return failure.kind() == Failure.Kind.START || failure.kind() == Failure.Kind.EXEC;
  }

  private static String describe(Failure failure) {
    var site = failure.process().origin().map(spawn -> spawn.site().toString()).orElse("");
    return Messages.format(
        "rule.list.failure", failure.reason(), Tally.cut(failure.program()), site);
  }

  /** What helps against the most frequent reason. */
  private static String advice(List<Failure> failures) {
    var counts = new HashMap<Integer, Integer>();
    int most = failures.get(0).code();
    for (var failure : failures) {
      int count = counts.merge(failure.code(), 1, Integer::sum);
      if (count > counts.getOrDefault(most, 0)) {
        most = failure.code();
      }
    }
    switch (most) {
      case 2: // ENOENT
        return Messages.get("rule.failedStart.solution.missing");
      case 13: // EACCES
      case 1: // EPERM
        return Messages.get("rule.failedStart.solution.forbidden");
      case 7: // E2BIG
        return Messages.get("rule.failedStart.solution.tooLong");
      case 11: // EAGAIN
      case 12: // ENOMEM
        return Messages.get("rule.failedStart.solution.resources");
      case 23: // ENFILE
      case 24: // EMFILE
        return Messages.get("rule.failedStart.solution.files");
      default:
        return Messages.get("rule.failedStart.solution.other");
    }
  }
}
