package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import io.github.exectrace.harness.Trace;
import io.github.exectrace.harness.Trace.Frame;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent in a program that no one here wrote: Maven, whose surefire starts a JVM for tests. */
class MavenTest {
  private static final String SUREFIRE = "org.apache.maven.plugins:maven-surefire-plugin:";
  private static final String SITE =
      "org\\.apache\\.(maven\\.(surefire|plugin\\.surefire|shared)\\..*)\\(\\w+\\.java:\\d+\\)";

  @TempDir private Path project;

  @Privileged
  @Test
  void theLineThatForksTheTestsJvmIsFound() throws IOException {
    writeProject();
    var recording = project.resolve("maven.jfr");
    var printed = runMaven(recording);

    assertThat(printed).contains("Tests run: 1, Failures: 0", "BUILD SUCCESS");
    assertThat(printed).doesNotContain("exectrace: ");
    var trace = Trace.read(recording);
    var spawn =
        trace.spawns().stream()
            .filter(each -> each.commandLine().contains("surefirebooter"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no JVM of surefire among " + trace.spawns()));
    assertThat(spawn.succeeded()).isTrue();
    assertThat(spawn.stack())
        .extracting(Frame::method)
        .anyMatch(method -> method.startsWith("org.apache.maven.plugin.surefire."))
        .anyMatch(method -> method.startsWith("org.apache.maven.lifecycle."));

    var top = spawn.stack().getFirst();
    var java = trace.program(each -> isJavaOf(each, spawn.spawnId()));
    assertThat(java.origin().site())
        .matches(SITE)
        .startsWith(top.method() + "(")
        .endsWith(":" + top.line() + ")");
    assertThat(java.origin().threadName()).isEqualTo(spawn.thread().name());
    assertThat(trace.exitOf(java.pid()).exitCode()).isZero();
    assertThat(trace.lastStatistics().unattributed()).isZero();
  }

  private static boolean isJavaOf(Trace.Exec exec, int spawnId) {
    return exec.origin().spawnId() == spawnId && exec.executable().endsWith("/bin/java");
  }

  private String runMaven(Path recording) throws IOException {
    var maven =
        new ProcessBuilder(
            Requirement.program("mvn"),
            "--offline",
            "--batch-mode",
            "-Dmaven.repo.local=" + System.getProperty("exectrace.repository"),
            SUREFIRE + System.getProperty("exectrace.surefire") + ":test");
    maven.directory(project.toFile()).redirectErrorStream(true);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    maven
        .environment()
        .put("MAVEN_OPTS", "-javaagent:" + Jvm.builtJar() + "=recording=" + recording);
    maven.environment().put("MAVEN_SKIP_RC", "true");
    var output = project.resolve("maven.log");
    return Command.run(maven, output);
  }

  /** Compiled here, so that Maven needs no other plugin than the one that forks. */
  private void writeProject() throws IOException {
    Files.writeString(project.resolve("pom.xml"), POM.replace("$junit", junitVersion()));
    var classes = Files.createDirectories(project.resolve("target/test-classes"));
    var source = Files.writeString(project.resolve("OneTest.java"), ONE_TEST);
    var classPath = Jvm.classPathOf(Test.class) + File.pathSeparator + Jvm.classPathOf(API.class);
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(
            compiler.run(
                null, null, null, "-cp", classPath, "-d", classes.toString(), source.toString()))
        .isZero();
  }

  private static String junitVersion() {
    return Requirement.need(
        Optional.ofNullable(System.getProperty("exectrace.junit")), "no JUnit version is given");
  }

  private static final String ONE_TEST =
      """
      import org.junit.jupiter.api.Test;

      class OneTest {
        @Test
        void runs() {}
      }
      """;

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>example</groupId>
        <artifactId>example</artifactId>
        <version>1</version>
        <dependencies>
          <dependency>
            <groupId>org.junit.jupiter</groupId>
            <artifactId>junit-jupiter</artifactId>
            <version>$junit</version>
            <scope>test</scope>
          </dependency>
        </dependencies>
      </project>
      """;
}
