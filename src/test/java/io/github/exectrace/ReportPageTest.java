package io.github.exectrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.app.Commands;
import io.github.exectrace.harness.Command;
import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.harness.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code report --output html} in a browser. */
@Privileged
class ReportPageTest {
  private static final String SCRIPT = "</script><script>document.title=13</script>";

  @TempDir private Path scratch;

  private String browse(Path page, String... options) throws IOException {
    var command = new ArrayList<>(List.of(Requirement.program("chromium")));
    Collections.addAll(
        command,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--virtual-time-budget=3000",
        "--window-size=1440,2400",
        "--enable-logging=stderr",
        "--user-data-dir=" + Files.createTempDirectory(scratch, "profile"));
    Collections.addAll(command, options);
    command.add(page.toUri().toString());
    return Command.run(
        new ProcessBuilder(command).redirectErrorStream(true), scratch.resolve("browser"));
  }

  @Test
  void itDrawsTheProcessesTheStacksAndTheTables() throws IOException {
    var recording =
        Jvm.running(scratch, Commands.class)
            .arguments("sh", "-c", "sleep 0.1; exit 3", "--", "/no/such", "--", "/bin/echo", SCRIPT)
            .traced()
            .run()
            .recording();
    var page = scratch.resolve("page.html");
    var folder = Files.createDirectory(scratch.resolve("report"));
    var ended =
        Jvm.commandLine(folder, "report", "-f", "html", "-o", page.toString(), recording.toString())
            .run();
    assertThat(ended.exitCode()).as(ended.err()).isZero();

    var shown = browse(page, "--dump-dom");
    assertThat(shown)
        .doesNotContain("Uncaught", "Refused")
        .contains("<title>exectrace report</title>")
        .contains("Complete: the kernel was traced")
        .containsPattern("<g class=\"process\"[^>]*><rect class=\"bad\"")
        .contains("<rect class=\"good\"", "<rect class=\"failed\"")
        .containsPattern("<g class=\"frame[^>]*>.*?Commands.main")
        .contains(">ENOENT</td>", ">exit 3</td>", ">Commands.start:")
        .contains("&lt;/script&gt;&lt;script&gt;document.title=13&lt;/script&gt;");

    var target = Path.of("target").toAbsolutePath();
    var screenshot = Files.createDirectories(target).resolve("report.png");
    browse(page, "--screenshot=" + screenshot);
    assertThat(Files.size(screenshot)).isGreaterThan(50_000);
  }
}
