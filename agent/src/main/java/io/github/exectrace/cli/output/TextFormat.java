package io.github.exectrace.cli.output;

import io.github.exectrace.events.Errno;
import io.github.exectrace.events.ShellQuoting;
import io.github.exectrace.tracer.Arguments;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.ProcessEvent;
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

  private static final String CUT = "...";

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

  private static void appendNames(StringBuilder line, TracedEvent traced, ByteString name) {
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
        .append(exec.executable().quoted());
    exec.file().ifPresent(file -> line.append(", file=").append(file.quoted()));
    exec.interpreter().ifPresent(name -> line.append(", interpreter=").append(name.quoted()));
    line.append(failure).append("] ").append(commandLine(exec.arguments()));
  }

  /**
   * Three dots stand for what was not captured, right behind what was. A last argument that ends
   * with three dots itself is quoted.
   */
  public static String commandLine(Arguments arguments) {
    var line = ShellQuoting.join(arguments.list());
    if (arguments.truncated()) {
      return line + CUT;
    }
    if (!line.endsWith(CUT)) {
      return line;
    }
    int last = line.lastIndexOf(' ') + 1; // not quoted yet, so it has no blanks
    return line.substring(0, last) + "'" + line.substring(last) + "'";
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

  /**
   * Between double quotes, as other tools have it; whatever is not plain ASCII is escaped, as a
   * character of UTF-8 or, what is none, byte by byte.
   */
  private static String quoted(ByteString name) {
    var quoted = new StringBuilder("\"");
    if (name.isUtf8()) {
      name.decoded().chars().forEach(each -> appendQuoted(quoted, each, "\\u%04x"));
    } else {
      for (byte each : name.bytes()) {
        appendQuoted(quoted, each & 0xff, "\\x%02x");
      }
    }
    return quoted.append('"').toString();
  }

  private static void appendQuoted(StringBuilder quoted, int character, String escape) {
    if (character < ' ' || character > '~') {
      quoted.append(escape.formatted(character));
      return;
    }
    if (character == '"' || character == '\\') {
      quoted.append('\\');
    }
    quoted.append((char) character);
  }
}
