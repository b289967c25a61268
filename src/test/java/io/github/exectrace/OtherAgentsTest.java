package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.OtherAgent;
import io.github.exectrace.app.ThreeSpawns;
import io.github.exectrace.harness.Jars;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jacoco.agent.rt.RT;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that rewrite the same class of the JDK get along with this one, in either order. */
@Privileged
class OtherAgentsTest {
  private static final String NEEDS = "the other agent takes java.lang.classfile";

  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = NEEDS)
  void anAgentThatRewritesProcessImpl(boolean first) throws IOException {
    check(Jvm.running(scratch, ThreeSpawns.class), otherAgent().toString(), first, "yes");
  }

  /** No process is started otherwise than without this agent, which says what it does not know. */
  @Test
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = NEEDS)
  void whatAnotherMadeOfTheClassMayBeUnknownAndIsLeftAlone() throws IOException {
    var other = "-javaagent:" + otherAgent() + "=" + OtherAgent.AROUND;
    var ended = Jvm.running(scratch, ThreeSpawns.class).flags(other).traced().run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.lines()).contains("other agent: yes");
    assertThat(ended.err().lines())
        .containsExactly(
            "exectrace: starts of processes are not recorded: this JVM's ProcessImpl is not one"
                + " that this agent knows: the call is within a try block");
    assertThat(ended.trace().spawns()).isEmpty();
    assertThat(ended.trace().nativeSpawns()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void jacoco(boolean first) throws IOException {
    // Each release of JaCoCo knows the class files of some JDKs, and leaves those of later ones be.
    var alone = scratch.resolve("alone.exec");
    Jvm.running(scratch, ThreeSpawns.class).flags("-javaagent:" + jacocoInto(alone)).run();
    Assumptions.assumeTrue(
        coversProcessImpl(alone),
        "JaCoCo does not know the JDK's classes, on " + Runtime.version());
    var coverage = scratch.resolve("jacoco.exec");

    check(Jvm.running(scratch, ThreeSpawns.class), jacocoInto(coverage), first, "null");

    assertThat(coversProcessImpl(coverage)).isTrue();
  }

  private static String jacocoInto(Path coverage) {
    return Jvm.classPathOf(RT.class)
        + "=inclbootstrapclasses=true,includes=java.lang.ProcessImpl,destfile="
        + coverage;
  }

  private static boolean coversProcessImpl(Path coverage) throws IOException {
    return Files.readString(coverage, StandardCharsets.ISO_8859_1)
        .contains("java/lang/ProcessImpl");
  }

  private static void check(Jvm jvm, String other, boolean first, String printed) {
    if (first) {
      jvm.flags("-javaagent:" + other).traced();
    } else {
      jvm.traced().flags("-javaagent:" + other);
    }
    var ended = jvm.run();

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.lines()).contains("other agent: " + printed);
    var trace = ended.trace();
    assertThat(trace.spawns()).hasSize(3);
    assertThat(trace.nativeSpawns()).isEmpty();
    assertThat(trace.spawns())
        .allSatisfy(spawn -> assertThat(spawn.stack().getFirst().method()).startsWith("io.github"));
    assertThat(trace.lastStatistics().unattributed()).isZero();
    assertThat(trace.lastStatistics().hookFailures()).isZero();
  }

  private Path otherAgent() throws IOException {
    return Jars.of(
        OtherAgent.class,
        Map.of("Premain-Class", OtherAgent.class.getName(), "Can-Retransform-Classes", "true"),
        scratch.resolve("other-agent.jar"));
  }
}
