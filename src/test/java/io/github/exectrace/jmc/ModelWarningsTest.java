package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.events.EventNames;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.jmc.model.Lane;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.StartHistogram;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.model.Warning;
import java.io.IOException;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.item.ItemCollectionToolkit;
import org.openjdk.jmc.common.item.ItemFilters;

/** What the plug-in says of a recording that lacks something. */
@Privileged
class ModelWarningsTest extends DemoModel {
  @Test
  void aWholeRecordingLacksNothing() {
    var model = ProcessModel.of(demo());
    assertThat(model.warnings()).isEmpty();
    assertThat(model.ledger().isKernelTraced()).isTrue();
    assertThat(model.ledger().seen())
        .isPositive()
        .isEqualTo(model.ledger().emitted() + model.ledger().filtered() + model.ledger().lost());
  }

  @Test
  void withoutTheKernelThereAreStartsAndTheReason() {
    var model = ProcessModel.of(recordDemo("mode=java"));
    assertThat(model.spawns()).hasSize(7);
    assertThat(model.processes())
        .hasSize(7)
        .extracting(TracedProcess::ending)
        .containsOnly(TracedProcess.End.UNKNOWN, TracedProcess.End.NOT_STARTED);
    assertThat(model.warnings())
        .extracting(Warning::kind)
        .containsExactly(Warning.Kind.KERNEL_NOT_TRACED);
    assertThat(model.warnings().getFirst().text()).contains("mode=java");
  }

  @Test
  void withoutStartsTheDescendantsStillNameThreadAndLine() {
    var model = ProcessModel.of(demoWithout(EventNames.PROCESS_SPAWN));
    var nightly = spawn(model, "BackupJob.nightly");
    assertThat(nightly.kind()).isEqualTo(Spawn.Kind.INFERRED);
    assertThat(nightly.threadName()).isEqualTo("backup");
    assertThat(nightly.program()).isEqualTo("timeout");
    assertThat(nightly.callerWaitNanos()).isEqualTo(Spawn.UNKNOWN);
    assertThat(commands(nightly.process().children())).hasSize(1);
    assertThat(model.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NO_SPAWNS);
  }

  @Test
  void withoutExecsThereAreStartsAndEnds() {
    var model = ProcessModel.of(demoWithout(EventNames.PROCESS_EXEC));
    assertThat(spawn(model, "BackupJob.upload").process().exitCode()).isEqualTo(3);
    assertThat(spawn(model, "BackupJob.upload").site().line()).isPositive();
    assertThat(commands(spawn(model, "BackupJob.upload").process().children()))
        .containsExactly("sleep 0.2");
    assertThat(model.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NO_EXECS);
  }

  @Test
  void withoutEndsNothingIsSaidToRunOn() {
    var model = ProcessModel.of(demoWithout(EventNames.PROCESS_EXIT, "jdk.ActiveSetting"));
    assertThat(model.processes())
        .hasSize(17)
        .extracting(TracedProcess::ending)
        .containsOnly(TracedProcess.End.UNKNOWN, TracedProcess.End.NOT_STARTED);
    assertThat(model.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NO_EXITS);
  }

  @Test
  void withoutTheLedgerLossesAreNotKnown() {
    var model = ProcessModel.of(demoWithout(EventNames.TRACER_STATISTICS));
    assertThat(model.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NO_LEDGER);
  }

  @Test
  void eachLossOfTheLedgerIsShownWithItsNumber() throws IOException {
    var file = scratch.resolve("losses.jfr");
    try (var recording = new Recording()) {
      recording.start();
      LedgerEvent.ofLosses().commit();
      recording.dump(file);
    }
    var events = List.of(demoWithout(EventNames.TRACER_STATISTICS), Recordings.load(file));

    var warnings = ProcessModel.of(ItemCollectionToolkit.merge(events::stream)).warnings();

    assertThat(warnings)
        .extracting(Warning::kind)
        .containsExactly(
            Warning.Kind.LOST,
            Warning.Kind.UNTRACKED,
            Warning.Kind.MISSED,
            Warning.Kind.MALFORMED,
            Warning.Kind.UNRECORDED,
            Warning.Kind.HOOK_FAILURES,
            Warning.Kind.UNATTRIBUTED);
    assertThat(warnings).allMatch(Warning::isLoss).extracting(Warning::count).contains(2L, 1234L);
    assertThat(warnings.get(2).text()).contains("1,234 events at most");
  }

  @Test
  void theEventOfTheJdkIsBetterThanNothing() {
    var jvm = demoJvm();
    var flag = "-XX:StartFlightRecording:filename=" + jvm.recording();
    var model = ProcessModel.of(Recordings.load(jvm.flags(flag, "-Xlog:jfr+startup=off").run()));
    assertThat(model.source()).isEqualTo(ProcessModel.Source.JDK_PROCESS_START);
    assertThat(model.spawns()).hasSize(6);
    assertThat(spawn(model, "OrderService.checkSignature").threadName()).isEqualTo("order-4711");
    assertThat(spawn(model, "OrderService.checkSignature").program()).isEqualTo("sha256sum");
    assertThat(model.warnings())
        .extracting(Warning::kind)
        .containsExactly(Warning.Kind.JDK_EVENTS_ONLY);
    assertThat(StartHistogram.of(model.spawns(), StartHistogram.GroupBy.CALL_SITE))
        .extracting(StartHistogram.Row::totalLifetime)
        .containsOnly(TracedProcess.UNKNOWN);
  }

  @Test
  void nothingIsAlsoAnAnswer() {
    var model = ProcessModel.of(demo().apply(ItemFilters.type("jdk.JVMInformation")));
    assertThat(model.source()).isEqualTo(ProcessModel.Source.NONE);
    assertThat(model.processes()).isEmpty();
    assertThat(Lane.of(model.processes())).isEmpty();
    assertThat(model.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NO_EVENTS);
  }
}
