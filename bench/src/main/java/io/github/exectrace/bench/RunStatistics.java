package io.github.exectrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How long the BPF programs of a process have run: the kernel measures it on demand
 * (/proc/sys/kernel/bpf_stats_enabled, Documentation/admin-guide/sysctl/kernel.rst) and reports it
 * in /proc/PID/fdinfo of the programs' descriptors.
 */
final class RunStatistics implements AutoCloseable {
  private static final Path SWITCH = Path.of("/proc/sys/kernel/bpf_stats_enabled");
  private static final Pattern NAME =
      Pattern.compile("^(\\d+): \\S+ +name (\\S+)", Pattern.MULTILINE);

  private final String before;

  /** What a program did between two looks, or since it was loaded. */
  record Use(long runs, long nanos) {
    private Use plus(Use other) {
      return new Use(runs + other.runs, nanos + other.nanos);
    }

    Use since(Use earlier) {
      return new Use(runs - earlier.runs, nanos - earlier.nanos);
    }
  }

  private RunStatistics(String before) {
    this.before = before;
  }

  /** Switches the measurement on; closing this puts the switch back. */
  static RunStatistics on() throws IOException {
    var before = Files.readString(SWITCH);
    Files.writeString(SWITCH, "1");
    return new RunStatistics(before);
  }

  @Override
  public void close() throws IOException {
    Files.writeString(SWITCH, before);
  }

  /** All programs that a process holds, by name; those of one name are taken together. */
  static Map<String, Use> of(long pid) throws IOException, InterruptedException {
    var names = new HashMap<String, String>();
    var shown = NAME.matcher(Child.run("bpftool", "prog", "show"));
    while (shown.find()) {
      names.put(shown.group(1), shown.group(2));
    }
    var uses = new TreeMap<String, Use>();
    try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
      for (var descriptor : descriptors.toList()) {
        var fields = fields(descriptor);
        if (fields.containsKey("run_cnt")) {
          var id = fields.get("prog_id");
          uses.merge(
              names.getOrDefault(id, "program " + id),
              new Use(
                  Long.parseLong(fields.get("run_cnt")), Long.parseLong(fields.get("run_time_ns"))),
              Use::plus);
        }
      }
    }
    return uses;
  }

  private static Map<String, String> fields(Path descriptor) throws IOException {
    var fields = new HashMap<String, String>();
    try {
      for (var line : Files.readAllLines(descriptor)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
    } catch (NoSuchFileException closed) {
      // Between the list and the look.
    }
    return fields;
  }
}
