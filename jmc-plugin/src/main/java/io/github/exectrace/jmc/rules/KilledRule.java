package io.github.exectrace.jmc.rules;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.events.Signal;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;

/** Processes that a signal ended which no one sends for good reasons, and want of memory. */
public final class KilledRule extends ProcessRule {
  static final TypedPreference<String> ORDINARY =
      Limits.text(
          "exectrace.killed.ordinary",
          Messages.get("rule.killed.ordinary"),
          Messages.get("rule.killed.ordinary.description"),
          "SIGTERM,SIGINT,SIGHUP,SIGPIPE");

  private static final TypedResult<IQuantity> MOST_MEMORY =
      new TypedResult<>(
          "mostMemory",
          Messages.get("rule.killed.memory"),
          Messages.get("rule.killed.memory.description"),
          UnitLookup.MEMORY,
          IQuantity.class);

  private static final int ENOMEM = 12;
  private static final double WARNING = 75;
  private static final double FOR_EACH = 5;

  /** Called by JMC. */
  public KilledRule() {
    super(
        "exectrace.Killed",
        Messages.get("rule.killed.name"),
        needs(EventNames.PROCESS_EXIT),
        List.of(ORDINARY),
        List.of(MOST_MEMORY));
  }

  @Override
  Finding evaluate(ProcessModel model, IPreferenceValueProvider limits) {
    var ordinary = Set.of(limits.getPreferenceValue(ORDINARY).trim().split("\\s*,\\s*", -1));
    var killed = new ArrayList<Failure>();
    for (var failure : model.failures()) {
      if (isKilled(failure, ordinary) || isWithoutMemory(failure)) {
        killed.add(failure);
      }
    }
    if (killed.isEmpty()) {
      return Finding.ok(Messages.get("rule.killed.ok"));
    }
    boolean byKill =
        killed.stream()
            .anyMatch(
                failure ->
                    isWithoutMemory(failure)
                        || failure.process().signal() == Signal.SIGKILL.number());
    List<TracedProcess> processes =
        killed.stream().map(Failure::process).collect(Collectors.toList());
    long memory = processes.stream().mapToLong(TracedProcess::maxResidentSetSize).max().orElse(0);
    return Finding.of(
            Math.min(100, WARNING + FOR_EACH * (killed.size() - 1)),
            Messages.get("rule.killed.summary"))
        .because(Messages.get("rule.killed.explanation"))
        .advice(Messages.get(byKill ? "rule.killed.solution.memory" : "rule.killed.solution.crash"))
        .count(killed.size())
        .with(MOST_MEMORY, UnitLookup.BYTE.quantity(Math.max(0, memory)))
        .top(Tally.top(killed, KilledRule::describe))
        .events(Queries.ofProcesses(processes));
  }

  private static boolean isKilled(Failure failure, Set<String> ordinary) {
    return failure.kind() == Failure.Kind.SIGNAL && !ordinary.contains(failure.reason());
  }

  private static boolean isWithoutMemory(Failure failure) {
    return failure.kind() == Failure.Kind.START && failure.code() == ENOMEM;
  }

  private static String describe(Failure failure) {
    var site = failure.process().origin().map(spawn -> spawn.site().toString()).orElse("");
    return Messages.format(
        "rule.list.failure", failure.reason(), Tally.cut(failure.commandLine()), site);
  }
}
