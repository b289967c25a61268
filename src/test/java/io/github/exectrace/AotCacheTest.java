package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.ThreeSpawns;
import io.github.exectrace.harness.Ended;
import io.github.exectrace.harness.Jars;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's cache of classes (JEP 483, JEP 514) may hold the agent's, too. */
@Privileged
@EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "older JVMs have no such cache in one step")
class AotCacheTest {
  @TempDir private Path scratch;

  @Test
  void classesFromTheCacheRecordTheSame() throws IOException {
    var cache = scratch.resolve("app.aot");
    var jar = Jars.of(ThreeSpawns.class, Map.of(), scratch.resolve("app.jar"));

    // The cache comes of a run that is traced, and that is none the worse for it.
    check(jvm(jar, "-XX:AOTCacheOutput=" + cache));
    assertThat(cache).isNotEmptyFile();

    var log = scratch.resolve("classes");
    var ended =
        check(jvm(jar, "-XX:AOTCache=" + cache).flags("-Xlog:class+load:file=" + log + ":none"));
    assertThat(ended.err()).isEmpty();
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.startsWith("io.github.exectrace.") && line.contains("shared"));
  }

  private Jvm jvm(Path jar, String flag) {
    return Jvm.running(scratch, ThreeSpawns.class.getName(), jar).flags(flag).traced();
  }

  private static Ended check(Jvm jvm) {
    var ended = jvm.run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    var trace = ended.trace();
    assertThat(trace.spawns()).hasSize(3);
    assertThat(trace.programEndingWith("echo deeper").origin().threadName()).isEqualTo("two");
    assertThat(trace.lastStatistics().mode()).isEqualTo("kernel");
    assertThat(trace.lastStatistics().unattributed()).isZero();
    assertThat(trace.lastStatistics().hookFailures()).isZero();
    return ended;
  }
}
