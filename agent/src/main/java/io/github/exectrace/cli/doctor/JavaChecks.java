package io.github.exectrace.cli.doctor;

import io.github.exectrace.agent.OptionalModule;
import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.Libbpf;
import io.github.exectrace.tracer.PidNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether this JVM has what it needs, and where it runs. */
final class JavaChecks {

  private JavaChecks() {}

  static List<Finding> all() {
    return List.of(libbpf(), pidNamespace(), java(), recorder(), commands());
  }

  private static Finding libbpf() {
    try {
      return Finding.ok("libbpf", Libbpf.bundled().versionString() + ", from the jar");
    } catch (BpfException | LinkageError refused) {
      return Finding.fail(
          "libbpf", refused.getMessage(), "use the jar as it was published, on x86_64 or aarch64");
    }
  }

  private static Finding pidNamespace() {
    var name = "pid namespace";
    try {
      var own = PidNamespace.current();
      var inode = Integer.toUnsignedString(own.inode());
      return own.isInitial()
          ? Finding.ok(name, inode + ", the initial one")
          : Finding.warn(
              name,
              inode + ", not the initial one, so processes outside of it have no pid here",
              "to see theirs, run it in the machine's own, as docker run --pid=host does");
    } catch (IOException unreadable) {
      return Finding.fail(name, "cannot be read: " + unreadable.getMessage(), "mount /proc");
    }
  }

  /** Always fine: an older one does not load the command line. */
  private static Finding java() {
    return Finding.ok(
        "Java", Runtime.version() + ", " + System.getProperty("java.vendor", "vendor unknown"));
  }

  private static Finding recorder() {
    var recorder = OptionalModule.RECORDER;
    return recorder.isThere()
        ? Finding.ok("flight recorder", "the module " + recorder.module() + " is there")
        : Finding.warn(
            "flight recorder",
            recorder.complaint() + ", which the agent and report take",
            recorder.advice());
  }

  /** Those of full JDKs have all of them. */
  private static Finding commands() {
    var name = "commands";
    var missing = new ArrayList<String>();
    var advice = new ArrayList<String>();
    for (var module : List.of(OptionalModule.ATTACH, OptionalModule.HTTP_SERVER)) {
      if (!module.isThere()) {
        var command = module == OptionalModule.ATTACH ? "attach" : "sidecar";
        missing.add(command + " does not work: " + module.complaint());
        advice.add(module.advice());
      }
    }
    return missing.isEmpty()
        ? Finding.ok(name, "the modules for all of them are there")
        : Finding.warn(name, String.join("; ", missing), String.join("; ", advice));
  }
}
