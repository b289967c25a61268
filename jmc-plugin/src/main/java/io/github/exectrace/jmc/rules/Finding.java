package io.github.exectrace.jmc.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmc.common.item.IItemQuery;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.rules.ResultBuilder;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedCollectionResult;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;

/** What a rule has found: a score, texts and the values that the texts name in braces. */
final class Finding {
  private final Severity severity;
  private final double score;
  private final String summary;
  private String explanation;
  private String solution;
  private final List<Consumer<ResultBuilder>> values = new ArrayList<>();

  private Finding(Severity severity, double score, String summary) {
    this.severity = severity;
    this.score = score;
    this.summary = summary;
  }

  /** The recording does not say. */
  static Finding notApplicable(String why) {
    return new Finding(Severity.NA, 0, why);
  }

  /** Nothing is amiss. */
  static Finding ok(String summary) {
    return new Finding(Severity.OK, 0, summary);
  }

  /**
   * Something is.
   *
   * @param score from 0 to 100; JMC informs from 25 on and warns from 75 on
   */
  static Finding of(double score, String summary) {
    return new Finding(Severity.get(score), score, summary);
  }

  /** What the score says of the texts: the first if it is too low to inform of, else the others. */
  static Finding of(double score, String ok, String summary, String explanation, String solution) {
    return score < Severity.INFO.getLimit()
        ? of(score, ok)
        : of(score, summary).because(explanation).advice(solution);
  }

  /** What it means, in sentences. */
  Finding because(String text) {
    explanation = text;
    return this;
  }

  /** What to do about it. */
  Finding advice(String text) {
    solution = text;
    return this;
  }

  Finding with(TypedResult<IQuantity> result, IQuantity value) {
    values.add(builder -> builder.addResult(result, value));
    return this;
  }

  Finding with(TypedResult<String> result, String value) {
    values.add(builder -> builder.addResult(result, value));
    return this;
  }

  Finding with(TypedCollectionResult<String> result, List<String> value) {
    values.add(builder -> builder.addResult(result, value));
    return this;
  }

  Finding count(long count) {
    return with(ProcessRule.COUNT, UnitLookup.NUMBER_UNITY.quantity(count));
  }

  Finding top(List<String> lines) {
    return with(ProcessRule.TOP, lines);
  }

  /** The events that it is about. */
  Finding events(IItemQuery query) {
    values.add(builder -> builder.addResult(TypedResult.ITEM_QUERY, query));
    return this;
  }

  Severity severity() {
    return severity;
  }

  double score() {
    return score;
  }

  String summary() {
    return summary;
  }

  String explanation() {
    return explanation;
  }

  String solution() {
    return solution;
  }

  void addTo(ResultBuilder builder) {
    values.forEach(value -> value.accept(builder));
  }
}
