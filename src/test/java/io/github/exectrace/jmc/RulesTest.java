package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Privileged;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.Aggregators;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.QuantityConversionException;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.ResultProvider;
import org.openjdk.jmc.flightrecorder.rules.ResultToolkit;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** Each rule on a recording that it has something to say of, and on one that it has not. */
@Privileged
class RulesTest {
  private static Recordings recordings;

  @BeforeAll
  static void prepare(@TempDir Path scratch) {
    recordings = new Recordings(scratch);
  }

  /** What a user gets to see. */
  private record Shown(
      Severity severity, String summary, String explanation, String solution, long events) {}

  private static Shown evaluate(String rule, IItemCollection items) throws Exception {
    return evaluate(rule, items, Map.of());
  }

  private static Shown evaluate(String rule, IItemCollection items, Map<String, String> settings)
      throws Exception {
    var found =
        ServiceLoader.load(IRule.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.getId().equals("exectrace." + rule))
            .findFirst()
            .orElseThrow();
    assertThat(found.getTopic()).isEqualTo("exectrace.process_execs");
    if (!RulesToolkit.matchesEventAvailabilityMap(items, found.getRequiredEvents())) {
      return new Shown(Severity.NA, "not evaluated", "", "", 0);
    }
    var task = found.createEvaluation(items, preferences(settings), new ResultProvider());
    task.run();
    var result = task.get();
    var query = result.getResult(TypedResult.ITEM_QUERY);
    var count =
        query == null ? null : items.apply(query.getFilter()).getAggregate(Aggregators.count());
    return new Shown(
        result.getSeverity(),
        populated(result, result.getSummary()),
        populated(result, result.getExplanation()),
        populated(result, result.getSolution()),
        count == null ? 0 : count.longValue());
  }

  private static String populated(IResult result, String text) {
    var shown = text == null ? "" : ResultToolkit.populateMessage(result, text, false);
    assertThat(shown).doesNotContainPattern("\\{[\\w.]+}").doesNotContain("''");
    return shown;
  }

  private static IPreferenceValueProvider preferences(Map<String, String> settings) {
    return new IPreferenceValueProvider() {
      @Override
      public <T> T getPreferenceValue(TypedPreference<T> preference) {
        var text = settings.get(preference.getIdentifier());
        try {
          return text == null
              ? preference.getDefaultValue()
              : preference.getPersister().parsePersisted(text);
        } catch (QuantityConversionException malformed) {
          throw new AssertionError(malformed);
        }
      }
    };
  }

  private static IItemCollection quiet() {
    return recordings.withProblems("args=full", "none");
  }

  private static IItemCollection loud() {
    return recordings.withProblems(
        "args=full", "shells", "failures", "storm", "helpers", "kills", "leftovers");
  }

  private static void isQuiet(String rule) throws Exception {
    var shown = evaluate(rule, quiet());
    assertThat(shown.severity()).as(shown.summary()).isEqualTo(Severity.OK);
    assertThat(shown.summary()).isNotEmpty();
  }

  @Test
  void shellsWithCommandsThatAreBuiltAtRunTime() throws Exception {
    var shown = evaluate("Shells", loud());
    assertThat(shown.severity()).isEqualTo(Severity.WARNING);
    assertThat(shown.summary()).contains("started 9 shells").contains("1 lines");
    assertThat(shown.explanation()).contains("Problems.start").contains("CWE-78");
    assertThat(shown.events()).isEqualTo(9);
    isQuiet("Shells");
  }

  @Test
  void aShellWithOneCommandIsOnlyWorthANote() throws Exception {
    var shown = evaluate("Shells", recordings.withProblems("args=full", "leftovers"));
    assertThat(shown.severity()).isEqualTo(Severity.INFO);
    assertThat(shown.events()).isEqualTo(1);
  }

  @Test
  void failedStartsByReasonProgramAndLine() throws Exception {
    var shown = evaluate("FailedStarts", loud());
    assertThat(shown.severity()).isEqualTo(Severity.INFO);
    assertThat(shown.summary()).startsWith("3 programs");
    assertThat(shown.explanation())
        .contains("ENOENT: no-such-program", "(2 times)", "EACCES: passwd", "Problems.start:");
    assertThat(shown.solution()).contains("ENOENT");
    assertThat(shown.events()).isEqualTo(3);
    var warned = evaluate("FailedStarts", loud(), Map.of("exectrace.failedStart.warning", "3"));
    assertThat(warned.severity()).isEqualTo(Severity.WARNING);
    isQuiet("FailedStarts");
  }

  @Test
  void manyStartsInAShortTimeAndTheirLine() throws Exception {
    var shown =
        evaluate(
            "SpawnStorm",
            loud(),
            Map.of("exectrace.storm.window", "1 h", "exectrace.storm.warning", "50"));
    assertThat(shown.severity()).isEqualTo(Severity.WARNING);
    assertThat(shown.summary()).startsWith("75 processes were started within 1\u00a0h");
    assertThat(shown.explanation()).contains("runs seq (60 times)");
    assertThat(shown.events()).isGreaterThan(60);
    isQuiet("SpawnStorm");
  }

  @Test
  void timeThatCallersLost() throws Exception {
    var shown = evaluate("CallerWait", loud(), Map.of("exectrace.callerWait.longest", "1 us"));
    assertThat(shown.severity()).isEqualTo(Severity.WARNING);
    assertThat(shown.explanation()).contains("Problems.start:", "in 75 starts");
    assertThat(shown.events()).isEqualTo(75);
    var settings =
        Map.of("exectrace.callerWait.longest", "1 h", "exectrace.callerWait.perMinute", "1 h");
    assertThat(evaluate("CallerWait", quiet(), settings).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void helpersAndWhatReplacesThem() throws Exception {
    var shown = evaluate("ReplaceableHelpers", loud());
    assertThat(shown.severity()).isEqualTo(Severity.INFO);
    assertThat(shown.summary()).startsWith("2 processes");
    assertThat(shown.solution()).contains("id: System.getProperty(\"user.name\")", "uname: ");
    isQuiet("ReplaceableHelpers");
  }

  @Test
  void processesLeftRunning() throws Exception {
    var shown = evaluate("LeftRunning", loud());
    assertThat(shown.severity()).isEqualTo(Severity.INFO);
    assertThat(shown.summary()).startsWith("1 processes").contains("of 1 the parent");
    assertThat(shown.explanation()).contains("runs sleep 20");
    var all = evaluate("LeftRunning", loud(), Map.of("exectrace.leftRunning.age", "0 s"));
    assertThat(all.summary()).startsWith("2 processes");
    isQuiet("LeftRunning");
  }

  @Test
  void processesKilledButNotThoseThatTheApplicationEnded() throws Exception {
    var shown = evaluate("Killed", loud());
    assertThat(shown.severity()).isEqualTo(Severity.WARNING);
    assertThat(shown.summary()).startsWith("1 processes");
    assertThat(shown.explanation()).contains("SIGKILL: /bin/sh -c 'kill -KILL $$'");
    assertThat(shown.solution()).contains("oom_kill");
    var all = evaluate("Killed", loud(), Map.of("exectrace.killed.ordinary", "SIGINT"));
    assertThat(all.summary()).startsWith("2 processes");
    isQuiet("Killed");
  }

  @Test
  void startsFromNativeCode() throws Exception {
    var shown = evaluate("NativeSpawns", recordings.withProblems("args=full", "native"));
    assertThat(shown.severity()).isEqualTo(Severity.INFO);
    assertThat(shown.summary()).contains("started 1 processes");
    assertThat(shown.explanation()).contains("sh -c 'seq 1 >/dev/null'");
    assertThat(shown.events()).isEqualTo(1);
    isQuiet("NativeSpawns");
  }

  @Test
  void cutCommandLines() throws Exception {
    var shown = evaluate("LostEvents", recordings.withProblems("argbytes=64", "long"));
    assertThat(shown.severity()).isEqualTo(Severity.INFO);
    assertThat(shown.explanation()).contains("One command line lacks");
    isQuiet("LostEvents");
  }

  @Test
  void lostEvents() throws Exception {
    var shown = evaluate("LostEvents", recordings.withProblems("ring=64k", "stopped"));
    assertThat(shown.severity()).isEqualTo(Severity.WARNING);
    assertThat(shown.explanation()).contains("records were lost between kernel and JVM");
  }

  @Test
  void kernelThatWasNotTraced() throws Exception {
    var java = recordings.withProblems("mode=java", "none");
    var shown = evaluate("LostEvents", java);
    assertThat(shown.severity()).isEqualTo(Severity.INFO);
    assertThat(shown.explanation()).contains("The kernel was not traced");
    assertThat(evaluate("Killed", java).severity()).isEqualTo(Severity.NA);
    assertThat(evaluate("LeftRunning", java).severity()).isEqualTo(Severity.NA);
    assertThat(evaluate("NativeSpawns", java).severity()).isEqualTo(Severity.NA);
  }

  @Test
  void whatTheJdkAloneRecords() throws Exception {
    var jdk = recordings.withoutAgent("helpers", "failures");
    var shells = evaluate("Shells", jdk);
    assertThat(shells.severity()).isEqualTo(Severity.INFO);
    assertThat(shells.events()).isEqualTo(1);
    assertThat(evaluate("ReplaceableHelpers", jdk).events()).isEqualTo(1);
    assertThat(evaluate("FailedStarts", jdk).severity()).isEqualTo(Severity.NA);
  }
}
