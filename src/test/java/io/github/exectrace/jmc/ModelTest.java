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
import io.github.exectrace.jmc.page.table.Amounts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.util.FormatToolkit;
import org.openjdk.jmc.flightrecorder.JfrAttributes;

/** What the plug-in makes of the demo's recording, complete or in part. */
@Privileged
class ModelTest extends DemoModel {
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
}
