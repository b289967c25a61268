package io.github.exectrace.cli.output;

import com.google.gson.stream.JsonWriter;
import io.github.exectrace.events.Errno;
import io.github.exectrace.tracer.ProcessEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * One JSON object for an event. The names {@code filename, argv, truncated, pid, uid, gid, comm}
 * are those of other tools, so that what reads their output can read this. Arguments that are not
 * UTF-8 stand in {@code argv} with replacement characters and, byte for byte, in {@code argv_hex}.
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
            json.name("parent_comm").value(traced.parentName().get());
          }
          if (traced.program().isPresent()) {
            writeProgram(json, traced.program().get());
          }
        });
  }

  /** What it was that ended. */
  private static void writeProgram(JsonWriter json, ProcessEvent.Exec exec) throws IOException {
    json.name("filename").value(exec.executable());
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
        json.name("comm").value(exit.name());
        if (exit.callerName().isPresent()) {
          json.name("caller_comm").value(exit.callerName().get());
        }
        writeExit(json, exit);
      }
      case ProcessEvent.Fork fork -> {
        json.name("event").value("fork");
        writeHead(json, fork);
        json.name("comm").value(fork.callerName());
        json.name("parent_tid").value(fork.originTid());
      }
      case ProcessEvent.Adopted adopted -> {
        json.name("event").value("adopted");
        writeHead(json, adopted);
        json.name("comm").value(adopted.name());
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
    json.name("comm").value(exec.callerName());
    json.name("uid").value(exec.userId());
    json.name("gid").value(exec.groupId());
    json.name("euid").value(exec.effectiveUserId());
    json.name("egid").value(exec.effectiveGroupId());
    json.name("filename").value(exec.executable());
    if (exec.interpreter().isPresent()) {
      json.name("interpreter").value(exec.interpreter().get());
    }
    if (exec.file().isPresent()) {
      json.name("file").value(exec.file().get().text());
      json.name("file_deleted").value(exec.file().get().deleted());
    }
    writeArguments(json, arguments.list());
    json.name("truncated").value(arguments.truncated());
    json.name("argc").value(arguments.count());
    json.name("argument_bytes").value(arguments.totalBytes());
    json.name("environment_bytes").value(exec.environmentBytes());
    json.name("cwd").value(exec.workingDirectory().text());
    json.name("cwd_deleted").value(exec.workingDirectory().deleted());
    json.name("cgroup").value(exec.cgroup());
  }

  private static void writeArguments(JsonWriter json, List<byte[]> arguments) throws IOException {
    json.name("argv").beginArray();
    boolean lossless = true;
    for (var argument : arguments) {
      json.value(new String(argument, StandardCharsets.UTF_8));
      lossless &= isUtf8(argument);
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

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notText) {
      return false;
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
