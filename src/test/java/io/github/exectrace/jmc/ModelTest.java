package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Problems;
import io.github.exectrace.app.RecordsLater;
import io.github.exectrace.events.EventNames;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.jmc.model.Exec;
import io.github.exectrace.jmc.model.Failure;
import io.github.exectrace.jmc.model.Lane;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.StartHistogram;
import io.github.exectrace.jmc.model.StartHistogram.GroupBy;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.model.Warning;
import io.github.exectrace.jmc.page.table.Amounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.ItemCollectionToolkit;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.util.FormatToolkit;
import org.openjdk.jmc.flightrecorder.JfrAttributes;

/** What the plug-in makes of the demo's recording, complete or in part. */
@Privileged
class ModelTest {
  private static Path scratch;
  private static IItemCollection demo;

  @BeforeAll
  static void prepare(@TempDir Path folder) {
    scratch = folder;
  }

  private static Jvm demoJvm() {
    var classes = Jvm.classPathOf(ModelTest.class);
    return Jvm.running(scratch, "io.github.exectrace.demo.Demo", classes);
  }

  private static IItemCollection recordDemo(String... options) {
    return Recordings.load(demoJvm().traced(options).run());
  }

  private static synchronized IItemCollection demo() {
    if (demo == null) {
      demo = recordDemo();
    }
    return demo;
  }

  private static IItemCollection demoWithout(String... types) {
    return demo().apply(ItemFilters.not(ItemFilters.type(types)));
  }

  private static Spawn spawn(ProcessModel model, String site) {
    return only(model.spawns().stream().filter(s -> s.site().method().endsWith(site)).toList());
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.getFirst();
  }

  private static List<String> commands(List<TracedProcess> processes) {
    return processes.stream().map(TracedProcess::commandLine).toList();
  }

  @Test
  void everyStartHasItsThreadAndLine() {
    var model = ProcessModel.of(demo());
    assertThat(model.source()).isEqualTo(ProcessModel.Source.EXECTRACE);
    assertThat(model.spawns())
        .extracting(spawn -> spawn.threadName() + " " + simple(spawn.site().method()))
        .containsExactlyInAnyOrder(
            "http-1 ReportService.renderPdf",
            "http-2 ThumbnailService.resize",
            "order-4711 OrderService.checkSignature",
            "backup BackupJob.nightly",
            "backup BackupJob.upload",
            "health HealthCheck.probe",
            "main MetricsExporter.detach");
    assertThat(model.spawns())
        .allSatisfy(
            spawn -> {
              assertThat(spawn.kind()).isEqualTo(Spawn.Kind.JAVA);
              assertThat(spawn.site().line()).isPositive();
              assertThat(spawn.callerWaitNanos()).isPositive();
              assertThat(spawn.item()).isPresent();
            });
  }

  private static String simple(String method) {
    return method.substring(method.indexOf('$') + 1);
  }

  @Test
  void whatAProcessStartedStandsBelowIt() {
    var model = ProcessModel.of(demo());
    var nightly = spawn(model, "BackupJob.nightly").process();
    assertThat(nightly.program()).isEqualTo("timeout");
    var shell = only(nightly.children());
    assertThat(shell.commandLine()).startsWith("sh -c 'tar -C /etc");
    assertThat(shell.children())
        .extracting(TracedProcess::program)
        .containsExactlyInAnyOrder("tar", "gzip", "wc");
    assertThat(shell.children())
        .allSatisfy(
            process -> {
              assertThat(process.depth()).isEqualTo(3);
              assertThat(process.origin()).contains(spawn(model, "BackupJob.nightly"));
            });
    assertThat(model.roots()).hasSize(7);
    assertThat(model.processes()).hasSize(17);
  }

  @Test
  void howEachEnded() {
    var model = ProcessModel.of(demo());
    var probe = spawn(model, "HealthCheck.probe").process();
    assertThat(probe.ending()).isEqualTo(TracedProcess.End.KILLED);
    assertThat(probe.signal()).isEqualTo(15);
    assertThat(probe.lifetime()).isBetween(900_000_000L, 60_000_000_000L);
    assertThat(probe.end() - probe.start()).isEqualTo(probe.lifetime());
    assertThat(probe.cpuTime()).isNotNegative();
    assertThat(probe.maxResidentSetSize()).isGreaterThan(100_000);
    assertThat(spawn(model, "BackupJob.upload").process().exitCode()).isEqualTo(3);
    var detached = spawn(model, "MetricsExporter.detach").process();
    assertThat(detached.ending()).isEqualTo(TracedProcess.End.EXITED);
    assertThat(detached.children())
        .filteredOn(process -> process.commandLine().equals("sleep 3"))
        .hasSize(1)
        .allSatisfy(
            process -> {
              assertThat(process.ending()).isEqualTo(TracedProcess.End.RUNNING);
              assertThat(process.isOrphaned()).isTrue();
              assertThat(process.lifetime()).isEqualTo(TracedProcess.UNKNOWN);
              assertThat(process.end()).isEqualTo(model.end());
            });
  }

  @Test
  void failuresSayWhatAndWhy() {
    var model = ProcessModel.of(demo());
    assertThat(model.failures())
        .extracting(failure -> failure.kind() + " " + failure.program() + " " + failure.reason())
        .containsExactlyInAnyOrder(
            "START make-thumbnail ENOENT", "SIGNAL sleep SIGTERM", "EXIT_CODE sh exit code 3");
  }

  @Test
  void searchesOfThePathAreNoFailures() {
    var model = ProcessModel.of(recordDemo("failures=all"));
    assertThat(model.failures()).extracting(Failure::kind).hasSize(3);
    assertThat(model.processes()).hasSize(17);
    assertThat(model.execs()).filteredOn(Exec::isPathSearch).hasSizeGreaterThan(5);
    assertThat(model.execs())
        .filteredOn(exec -> !exec.succeeded() && !exec.isPathSearch())
        .extracting(Exec::program)
        .containsExactly("make-thumbnail");
  }

  @Test
  void aSelectionCarriesTheStartWithItsStack() {
    var model = ProcessModel.of(demo());
    var nightly = spawn(model, "BackupJob.nightly");
    var gzip = model.processes().stream().filter(each -> each.program().equals("gzip")).toList();
    var types = new ArrayList<String>();
    var items = new ArrayList<IItem>();
    for (IItemIterable events : ProcessModel.selectionOf(gzip)) {
      for (var item : events) {
        types.add(events.getType().getIdentifier());
        items.add(item);
      }
    }
    assertThat(types)
        .containsExactlyInAnyOrder(
            EventNames.PROCESS_SPAWN, EventNames.PROCESS_EXEC, EventNames.PROCESS_EXIT);
    assertThat(items).contains(nightly.item().orElseThrow());
    assertThat(ProcessModel.treeOf(nightly.process())).hasSize(5);
  }

  @Test
  void aSelectionLeavesOutTheHelperOfTheJdk() {
    var model = ProcessModel.of(demo());
    var nightly = spawn(model, "BackupJob.nightly").process();
    var helper = only(nightly.execs().stream().filter(Exec::isLauncher).toList());
    var selected = new ArrayList<IItem>();
    for (IItemIterable events : ProcessModel.selectionOf(List.of(nightly))) {
      events.forEach(selected::add);
    }
    assertThat(nightly.items()).contains(helper.item().orElseThrow());
    assertThat(selected)
        .hasSize(3) // start, exec and exit
        .doesNotContain(helper.item().orElseThrow());
  }

  @Test
  void aSelectionOfAnExecCarriesThisOneThoughItBeTheHelper() {
    var model = ProcessModel.of(demo());
    var nightly = spawn(model, "BackupJob.nightly");
    for (var exec : nightly.process().execs()) {
      var selected = new ArrayList<IItem>();
      for (IItemIterable events : ProcessModel.selectionOfExecs(List.of(exec))) {
        events.forEach(selected::add);
      }
      assertThat(selected)
          .containsExactlyInAnyOrder(
              nightly.item().orElseThrow(),
              exec.item().orElseThrow(),
              nightly.process().exitItem().orElseThrow());
    }
    assertThat(nightly.process().execs()).anyMatch(Exec::isLauncher).hasSizeGreaterThan(1);
  }

  @Test
  void aSelectionOfAStartFromNativeCodeHasTheSampledStackAndItsThread() {
    var jvm = Jvm.running(scratch, Problems.class).traced("args=full").arguments("native");
    var model = ProcessModel.of(Recordings.load(jvm.run()));
    var spawn =
        only(model.spawns().stream().filter(each -> each.kind() == Spawn.Kind.NATIVE).toList());
    var selected =
        ProcessModel.selectionOf(List.of(spawn.process()))
            .apply(ItemFilters.type(EventNames.NATIVE_SPAWN));
    var type = only(selected.stream().toList()).getType();
    var item = only(only(selected.stream().toList()).stream().toList());
    assertThat(ProcessModel.recorded(item)).isSameAs(spawn.item().orElseThrow());
    assertThat(JfrAttributes.EVENT_THREAD.getAccessor(type).getMember(item))
        .isEqualTo(spawn.thread().orElse(null));
    assertThat(JfrAttributes.START_TIME.getAccessor(type).getMember(item))
        .isEqualTo(Amounts.time(spawn.time()));
    var stack = JfrAttributes.EVENT_STACKTRACE.getAccessor(type).getMember(item);
    var frames = new ArrayList<String>();
    if (stack != null) {
      for (var frame : stack.getFrames()) {
        frames.add(
            frame.getMethod().getType().getFullName() + "." + frame.getMethod().getMethodName());
        assertThat(FormatToolkit.getHumanReadable(frame.getMethod())).contains("(");
      }
    }
    assertThat(frames).hasSize((int) spawn.sampledStack().stream().flatMap(String::lines).count());
    if (spawn.stackVerified()) {
      assertThat(frames).contains(Problems.class.getName() + ".system");
    }
  }

  @Test
  void aStartFromNativeCodeHasItsProcesses() {
    var jvm = Jvm.running(scratch, Problems.class).traced("args=full").arguments("native");
    var model = ProcessModel.of(Recordings.load(jvm.run()));
    var spawn =
        only(model.spawns().stream().filter(each -> each.kind() == Spawn.Kind.NATIVE).toList());
    // The thread's name in Java, or in the system if the agent looked too late.
    assertThat(spawn.threadName()).isIn("main", "java");
    assertThat(spawn.commandLine()).isEqualTo("sh -c 'seq 1 >/dev/null'");
    assertThat(spawn.callerWaitNanos()).isEqualTo(Spawn.UNKNOWN);
    assertThat(ProcessModel.treeOf(spawn.process()))
        .extracting(TracedProcess::program)
        .contains("seq");
    if (spawn.stackVerified()) {
      assertThat(spawn.site().method()).isEqualTo(Problems.class.getName() + ".system");
    }
  }

  @Test
  void whatWasThereBeforeIsTheTopOfATreeWithoutAThread() {
    var script =
        ": > up-$1; until test -e go; do /bin/sleep 0.05; done; /bin/sh -c 'seq 1; exit 0'";
    var jvm = Jvm.running(scratch, RecordsLater.class).agent("").arguments(script);
    var model = ProcessModel.of(Recordings.load(jvm.run()));
    assertThat(model.spawns()).extracting(Spawn::commandLine).containsExactly("/bin/true");
    var shell = only(model.roots().stream().filter(TracedProcess::isAdopted).toList());
    assertThat(shell.commandLine()).isNotEmpty(); // the agent may have looked too late to know it
    assertThat(shell.origin()).isEmpty();
    assertThat(shell.ending()).isEqualTo(TracedProcess.End.EXITED);
    assertThat(shell.start()).isLessThan(model.spawns().getFirst().time());
    var inner =
        shell.children().stream().filter(each -> each.commandLine().startsWith("/bin/sh")).toList();
    assertThat(commands(only(inner).children())).containsExactly("seq 1");
    assertThat(Lane.of(model.processes())).hasSize(2);
  }

  @Test
  void startsCanBeGrouped() {
    var spawns = ProcessModel.of(demo()).spawns();
    assertThat(StartHistogram.of(spawns, GroupBy.CALL_SITE)).hasSize(7);
    var backup = StartHistogram.of(spawns, GroupBy.THREAD).getFirst();
    assertThat(backup.name()).isEqualTo("backup");
    assertThat(backup.count()).isEqualTo(2);
    assertThat(backup.failures()).isEqualTo(1);
    assertThat(backup.processes()).isEqualTo(7);
    var shells = StartHistogram.of(spawns, GroupBy.PROGRAM).getFirst();
    assertThat(shells.name()).isEqualTo("sh");
    assertThat(shells.count()).isEqualTo(3);
    assertThat(shells.wait99()).isEqualTo(shells.maxWait()).isLessThan(shells.totalWait());
    assertThat(shells.wait50()).isPositive().isLessThanOrEqualTo(shells.wait99());
    assertThat(shells.totalLifetime()).isGreaterThan(400_000_000L);
  }

  @Test
  void lanesKeepProcessesApart() {
    var lanes = Lane.of(ProcessModel.of(demo()).processes());
    assertThat(lanes)
        .extracting(Lane::name)
        .containsExactlyInAnyOrder("http-1", "http-2", "order-4711", "backup", "health", "main");
    for (var lane : lanes) {
      var above = new ArrayList<TracedProcess>();
      for (var row : lane.rows()) {
        for (int i = 1; i < row.size(); i++) {
          assertThat(row.get(i).start()).isGreaterThanOrEqualTo(row.get(i - 1).end());
        }
        assertThat(row)
            .allMatch(
                process -> process.parent().isEmpty() || above.contains(process.parent().get()));
        above.addAll(row);
      }
    }
  }

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
  void eachLossOfTheLedgerIsToldWithItsNumber() throws IOException {
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
