package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Jvm;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.TracedProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.ItemFilters;

/** The demo's recording, made once for all tests, and what they look for in it. */
abstract class DemoModel {
  private static IItemCollection demo;
  static Path scratch;

  @BeforeAll
  static void prepare(@TempDir Path folder) {
    scratch = folder;
  }

  static Jvm demoJvm() {
    var classes = Jvm.classPathOf(DemoModel.class);
    return Jvm.running(scratch, "io.github.exectrace.demo.Demo", classes);
  }

  static IItemCollection recordDemo(String... options) {
    return Recordings.load(demoJvm().traced(options).run());
  }

  static synchronized IItemCollection demo() {
    if (demo == null) {
      demo = recordDemo();
    }
    return demo;
  }

  static IItemCollection demoWithout(String... types) {
    return demo().apply(ItemFilters.not(ItemFilters.type(types)));
  }

  static Spawn spawn(ProcessModel model, String site) {
    return only(model.spawns().stream().filter(s -> s.site().method().endsWith(site)).toList());
  }

  static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.getFirst();
  }

  static List<String> commands(List<TracedProcess> processes) {
    return processes.stream().map(TracedProcess::commandLine).toList();
  }
}
