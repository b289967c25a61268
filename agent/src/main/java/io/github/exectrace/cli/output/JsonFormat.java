package io.github.exectrace.cli.output;

import com.google.gson.stream.JsonWriter;
import io.github.exectrace.events.Errno;
import io.github.exectrace.tracer.ByteString;
import io.github.exectrace.tracer.KernelPath;
import io.github.exectrace.tracer.ProcessEvent;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/**
 * One JSON object for an event. The names {@code filename, argv, truncated, pid, uid, gid, comm}
 * are those of other tools, so that what reads their output can read this. What need not be UTF-8,
 * and is not, stands there with replacement characters and, byte for byte, in {@code argv_hex},
 * {@code filename_hex} and so on.
 */
public final class JsonFormat implements EventFormat {
  /** Called by picocli's options. */
  public JsonFormat() {}

  @Override
  public String format(TracedEvent traced) {
    return JsonLine.of(
        json -> {
          writeMembers(json, traced.event());
          if (traced.parentName().isPresent()) {
            writeBytes(json, "parent_comm", traced.parentName().get());
          }
          if (traced.program().isPresent()) {
            writeProgram(json, traced.program().get());
          }
        });
  }

  /** What it was that ended. */
  private static void writeProgram(JsonWriter json, ProcessEvent.Exec exec) throws IOException {
    writeBytes(json, "filename", exec.executable());
    writeArguments(json, exec.arguments().list());
    json.name("truncated").value(exec.arguments().truncated());
  }

  /** Writes what an event's object holds, without its braces. */
  public static void writeMembers(JsonWriter json, ProcessEvent event) throws IOException {
    switch (event) {
      case ProcessEvent.Exec exec -> {
        json.name("event").value("exec");
        writeHead(json, exec);
        writeExec(json, exec);
      }
      case ProcessEvent.ExecFailed failed -> {
        json.name("event").value("exec_failed");
        writeHead(json, failed);
        json.name("errno").value(failed.errno());
        json.name("error").value(Errno.name(failed.errno()));
        json.name("fatal").value(failed.fatal());
        writeExec(json, failed.attempt());
      }
      case ProcessEvent.Exit exit -> {
        json.name("event").value("exit");
        writeHead(json, exit);
        writeBytes(json, "comm", exit.name());
        if (exit.callerName().isPresent()) {
          writeBytes(json, "caller_comm", exit.callerName().get());
        }
        writeExit(json, exit);
      }
      case ProcessEvent.Fork fork -> {
        json.name("event").value("fork");
        writeHead(json, fork);
        writeBytes(json, "comm", fork.callerName());
        json.name("parent_tid").value(fork.originTid());
      }
      case ProcessEvent.Adopted adopted -> {
        json.name("event").value("adopted");
        writeHead(json, adopted);
        writeBytes(json, "comm", adopted.name());
      }
    }
  }

  public static void writeHead(JsonWriter json, ProcessEvent event) throws IOException {
    var head = event.head();
    json.name("time").value(head.time().toString());
    json.name("pid").value(head.pid());
    json.name("tid").value(head.tid());
    json.name("ppid").value(head.parentPid());
    json.name("host_pid").value(head.hostPid());
    json.name("pid_ns").value(Integer.toUnsignedLong(head.pidNamespace()));
  }

  public static void writeExec(JsonWriter json, ProcessEvent.Exec exec) throws IOException {
    var arguments = exec.arguments();
    writeBytes(json, "comm", exec.callerName());
    json.name("uid").value(exec.userId());
    json.name("gid").value(exec.groupId());
    json.name("euid").value(exec.effectiveUserId());
    json.name("egid").value(exec.effectiveGroupId());
    writeBytes(json, "filename", exec.executable());
    if (exec.interpreter().isPresent()) {
      writeBytes(json, "interpreter", exec.interpreter().get());
    }
    if (exec.file().isPresent()) {
      writePath(json, "file", exec.file().get());
    }
    writeArguments(json, arguments.list());
    json.name("truncated").value(arguments.truncated());
    json.name("argc").value(arguments.count());
    json.name("argument_bytes").value(arguments.totalBytes());
    json.name("environment_bytes").value(exec.environmentBytes());
    writePath(json, "cwd", exec.workingDirectory());
    json.name("cgroup").value(exec.cgroup());
  }

  private static void writeArguments(JsonWriter json, List<byte[]> arguments) throws IOException {
    json.name("argv").beginArray();
    boolean lossless = true;
    for (var argument : arguments) {
      var bytes = ByteString.of(argument);
      json.value(bytes.decoded());
      lossless &= bytes.isUtf8();
    }
    json.endArray();
    if (!lossless) {
      json.name("argv_hex").beginArray();
      for (var argument : arguments) {
        json.value(HexFormat.of().formatHex(argument));
      }
      json.endArray();
    }
  }

  private static void writePath(JsonWriter json, String name, KernelPath path) throws IOException {
    writeBytes(json, name, path.path());
    json.name(name + "_deleted").value(path.deleted());
    if (path.truncated()) {
      json.name(name + "_truncated").value(true);
    }
  }

  private static void writeBytes(JsonWriter json, String name, ByteString bytes)
      throws IOException {
    json.name(name).value(bytes.decoded());
    if (!bytes.isUtf8()) {
      json.name(name + "_hex").value(HexFormat.of().formatHex(bytes.bytes()));
    }
  }

  public static void writeExit(JsonWriter json, ProcessEvent.Exit exit) throws IOException {
    json.name("exit_code").value(exit.exitCode());
    json.name("signal").value(exit.signal());
    json.name("core_dumped").value(exit.coreDumped());
    json.name("lifetime_ns").value(exit.lifetimeNanos());
    json.name("user_ns").value(exit.userNanos());
    json.name("system_ns").value(exit.systemNanos());
    json.name("max_rss_bytes").value(exit.maxResidentBytes());
  }
}
