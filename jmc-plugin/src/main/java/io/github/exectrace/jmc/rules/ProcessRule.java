package io.github.exectrace.jmc.rules;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IResultValueProvider;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.ResultBuilder;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedCollectionResult;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.EventAvailability;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.RequiredEventsBuilder;

/**
 * What the rules have in common. Each reads the model and answers with a {@link Finding}; its texts
 * name results and preferences in braces, which JMC fills in and, where it shows HTML, escapes.
 */
abstract class ProcessRule implements IRule {
  /** How many. */
  static final TypedResult<IQuantity> COUNT =
      new TypedResult<>(
          "count",
          Messages.get("rule.result.count"),
          Messages.get("rule.result.count.description"),
          UnitLookup.NUMBER,
          IQuantity.class);

  /** Which, the most frequent first. */
  static final TypedCollectionResult<String> TOP =
      new TypedCollectionResult<>(
          "top",
          Messages.get("rule.result.top"),
          Messages.get("rule.result.top.description"),
          UnitLookup.PLAIN_TEXT,
          String.class);

  private final String id;
  private final String name;
  private final Map<String, EventAvailability> requiredEvents;
  private final List<TypedPreference<?>> preferences;
  private final List<TypedResult<?>> results;

  /**
   * A rule.
   *
   * @param name what it is called
   * @param requiredEvents without which JMC does not evaluate it
   * @param moreResults those beside score, query, count and top
   */
  ProcessRule(
      String id,
      String name,
      Map<String, EventAvailability> requiredEvents,
      List<TypedPreference<?>> preferences,
      List<TypedResult<?>> moreResults) {
    this.id = id;
    this.name = name;
    this.requiredEvents = requiredEvents;
    this.preferences = preferences;
    results = new ArrayList<>(List.of(TypedResult.SCORE, TypedResult.ITEM_QUERY, COUNT, TOP));
    results.addAll(moreResults);
  }

  /** What the recording says; {@link Finding#ok} if nothing is amiss. */
  abstract Finding evaluate(ProcessModel model, IPreferenceValueProvider limits);

  /** An event type without whose events the rule has nothing to say. */
  static Map<String, EventAvailability> needs(String type) {
    return needs(type, EventAvailability.AVAILABLE);
  }

  static Map<String, EventAvailability> needs(String type, EventAvailability availability) {
    return RequiredEventsBuilder.create().addEventType(type, availability).build();
  }

  @Override
  public final RunnableFuture<IResult> createEvaluation(
      IItemCollection items, IPreferenceValueProvider limits, IResultValueProvider others) {
    return new FutureTask<>(() -> result(items, limits));
  }

  private IResult result(IItemCollection items, IPreferenceValueProvider limits) {
    var model = Models.of(items);
    var finding = finding(model, limits);
    var builder =
        ResultBuilder.createFor(this, limits)
            .setSeverity(finding.severity())
            .setSummary(finding.summary())
            .setExplanation(finding.explanation())
            .setSolution(finding.solution());
    if (finding.severity() != Severity.NA) {
      builder.addResult(
          TypedResult.SCORE, UnitLookup.NUMBER_UNITY.quantity(Math.round(finding.score())));
    }
    finding.addTo(builder);
    return builder.build();
  }

  private Finding finding(ProcessModel model, IPreferenceValueProvider limits) {
    if (model.source() == ProcessModel.Source.NONE) {
      return Finding.notApplicable(Messages.get("rule.noEvents"));
    }
    if (model.jvms() > 1 && !judgesTheRecording()) {
      return Finding.notApplicable(Messages.get("rule.severalJvms"));
    }
    return evaluate(model, limits);
  }

  /** Whether it is about the recording itself and not about the processes in it. */
  boolean judgesTheRecording() {
    return false;
  }

  @Override
  public final String getId() {
    return id;
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final String getTopic() {
    return Topics.PROCESS_EXECS;
  }

  @Override
  public final Map<String, EventAvailability> getRequiredEvents() {
    return requiredEvents;
  }

  @Override
  public final Collection<TypedPreference<?>> getConfigurationAttributes() {
    return preferences;
  }

  @Override
  public final Collection<TypedResult<?>> getResults() {
    return results;
  }
}
