package io.github.exectrace.cli.output;

import io.github.exectrace.events.Errno;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ProcessEvent;
import io.github.exectrace.tracer.ShellQuoting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * One line of text for an event: {@code [pid, comm="…", ppid=…, parent="…", uid=…, gid=…,
 * filename=…] command line}. Everything that a process can choose is quoted, so no line break and
 * no control character of its making gets through.
 */
public final class TextFormat implements EventFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")
          .withZone(ZoneId.systemDefault());
  private static final double NANOS_PER_MILLI = 1e6;

  private final boolean timestamps;

  public TextFormat(boolean timestamps) {
    this.timestamps = timestamps;
  }

  @Override
  public String format(TracedEvent traced) {
    var event = traced.event();
    var line = new StringBuilder();
    if (timestamps) {
      line.append(TIME.format(event.head().time())).append(' ');
    }
    line.append('[').append(event.head().pid());
    switch (event) {
      case ProcessEvent.Exec exec -> appendExec(line, traced, exec, "");
      case ProcessEvent.ExecFailed failed ->
          appendExec(line, traced, failed.attempt(), ", failed=" + Errno.name(failed.errno()));
      case ProcessEvent.Exit exit -> appendExit(line, traced, exit);
      case ProcessEvent.Fork fork -> {
        appendNames(line, traced, fork.callerName());
        line.append("] forked");
      }
      case ProcessEvent.Adopted adopted -> {
        appendNames(line, traced, adopted.name());
        line.append("] was there already");
      }
    }
    return line.toString();
  }

  private static void appendNames(StringBuilder line, TracedEvent traced, String name) {
    line.append(", comm=")
        .append(quoted(name))
        .append(", ppid=")
        .append(traced.event().head().parentPid());
    traced.parentName().ifPresent(parent -> line.append(", parent=").append(quoted(parent)));
  }

  private static void appendExec(
      StringBuilder line, TracedEvent traced, ProcessEvent.Exec exec, String failure) {
    appendNames(line, traced, exec.callerName());
    line.append(", uid=")
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
  public static String commandLine(Arguments arguments) {
    return ShellQuoting.join(arguments.list()) + (arguments.truncated() ? "..." : "");
  }

  /** With the command line last, as an exec has it. */
  private static void appendExit(StringBuilder line, TracedEvent traced, ProcessEvent.Exit exit) {
    appendNames(line, traced, exit.name());
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
    traced.program().ifPresent(exec -> line.append(": ").append(commandLine(exec.arguments())));
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
