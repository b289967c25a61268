package io.github.exectrace.cli;

import io.github.exectrace.events.Errno;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.ShellQuoting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * One line of text for an event: {@code [pid, comm="…", uid=…, gid=…, filename=…] command line}.
 * Everything that a process can choose is quoted, so no line break and no control character of its
 * making gets through.
 */
final class TextFormat implements EventFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")
          .withZone(ZoneId.systemDefault());
  private static final double NANOS_PER_MILLI = 1e6;

  private final boolean timestamps;

  TextFormat(boolean timestamps) {
    this.timestamps = timestamps;
  }

  @Override
  public String format(ProcessEvent event) {
    var line = new StringBuilder();
    if (timestamps) {
      line.append(TIME.format(event.head().time())).append(' ');
    }
    line.append('[').append(event.head().pid());
    switch (event) {
      case ProcessEvent.Exec exec -> appendExec(line, exec, "");
      case ProcessEvent.ExecFailed failed ->
          appendExec(line, failed.attempt(), ", failed=" + Errno.name(failed.errno()));
      case ProcessEvent.Exit exit -> appendExit(line, exit);
      case ProcessEvent.Fork fork ->
          line.append(", comm=")
              .append(quoted(fork.callerName()))
              .append("] forked by ")
              .append(fork.head().parentPid());
      case ProcessEvent.Adopted adopted ->
          line.append(", comm=").append(quoted(adopted.name())).append("] was there already");
    }
    return line.toString();
  }

  private static void appendExec(StringBuilder line, ProcessEvent.Exec exec, String failure) {
    line.append(", comm=")
        .append(quoted(exec.callerName()))
        .append(", uid=")
        .append(exec.userId())
        .append(", gid=")
        .append(exec.groupId())
        .append(", filename=")
        .append(word(exec.executable()));
    exec.file().ifPresent(file -> line.append(", file=").append(word(file.toString())));
    exec.interpreter().ifPresent(name -> line.append(", interpreter=").append(word(name)));
    line.append(failure).append("] ").append(commandLine(exec.arguments()));
  }

  /** Three dots stand for what was not captured, right behind what was. */
  static String commandLine(Arguments arguments) {
    return ShellQuoting.join(arguments.list()) + (arguments.truncated() ? "..." : "");
  }

  private static void appendExit(StringBuilder line, ProcessEvent.Exit exit) {
    line.append(", comm=").append(quoted(exit.name()));
    exit.callerName().ifPresent(name -> line.append(", exec by=").append(quoted(name)));
    line.append("] exited with ");
    if (exit.signal() == 0) {
      line.append(exit.exitCode());
    } else {
      line.append("signal ")
          .append(exit.signal())
          .append(exit.coreDumped() ? " (core dumped)" : "");
    }
    line.append(" after ")
        .append(
            "%.3f ms"
                .formatted(Duration.ofNanos(exit.lifetimeNanos()).toNanos() / NANOS_PER_MILLI));
  }

  private static String word(String text) {
    return ShellQuoting.quote(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Between double quotes, as other tools have it; whatever is not plain ASCII is escaped. */
  private static String quoted(String name) {
    var quoted = new StringBuilder("\"");
    name.chars()
        .forEach(
            each -> {
              if (each == '"' || each == '\\') {
                quoted.append('\\').append((char) each);
              } else if (each < ' ' || each > '~') {
                quoted.append("\\u%04x".formatted(each));
              } else {
                quoted.append((char) each);
              }
            });
    return quoted.append('"').toString();
  }
}
