package io.github.exectrace.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * BPF programs and maps in the kernel, by their ids, with their names.
 *
 * @param programs for example {@code on_fork}
 * @param maps likewise
 */
public record BpfResources(Map<Integer, String> programs, Map<Integer, String> maps) {
  // "42: tracing  name on_fork  tag …"; lines that belong to it begin with a tab.
  private static final Pattern ENTRY =
      Pattern.compile("^(\\d+): \\S+\\s+(?:name (\\S+))?", Pattern.MULTILINE);

  private static final Pattern MAPS = Pattern.compile("\\bmap_ids ([\\d,]+)");

  /** What is in the kernel now, as bpftool lists it. */
  public static BpfResources all() {
    return new BpfResources(list("prog"), list("map"));
  }

  /** What a process holds, as its descriptors say (proc_pid_fdinfo(5)), and what that holds. */
  public static BpfResources of(long pid) {
    var held = all();
    var programs = ids(pid, "prog_id");
    var maps = ids(pid, "map_id");
    maps.addAll(mapsOf(programs));
    held.programs.keySet().retainAll(programs);
    held.maps.keySet().retainAll(maps);
    return held;
  }

  /** Those of these that are in the kernel now, whoever holds them. */
  public BpfResources left() {
    var left = all();
    left.programs.keySet().retainAll(programs.keySet());
    left.maps.keySet().retainAll(maps.keySet());
    return left;
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return programs.isEmpty() && maps.isEmpty();
  }

  private static Map<Integer, String> list(String kind) {
    var found = new TreeMap<Integer, String>();
    var entries = ENTRY.matcher(Command.run(Requirement.program("bpftool"), kind, "show"));
    while (entries.find()) {
      found.put(Integer.valueOf(entries.group(1)), String.valueOf(entries.group(2)));
    }
    return found;
  }

  private static Set<Integer> mapsOf(Set<Integer> programs) {
    var found = new HashSet<Integer>();
    int program = 0;
    for (var line : Command.run(Requirement.program("bpftool"), "prog", "show").lines().toList()) {
      var entry = ENTRY.matcher(line);
      var maps = MAPS.matcher(line);
      if (entry.find()) {
        program = Integer.parseInt(entry.group(1));
      } else if (maps.find() && programs.contains(program)) {
        Stream.of(maps.group(1).split(",")).map(Integer::valueOf).forEach(found::add);
      }
    }
    return found;
  }

  private static Set<Integer> ids(long pid, String key) {
    var line = Pattern.compile("^" + key + ":\\s*(\\d+)$", Pattern.MULTILINE);
    var ids = new HashSet<Integer>();
    try (var descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fdinfo"))) {
      descriptors
          .map(BpfResources::content)
          .flatMap(text -> line.matcher(text).results())
          .forEach(found -> ids.add(Integer.valueOf(found.group(1))));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return ids;
  }

  private static String content(Path descriptor) {
    try {
      return Files.readString(descriptor);
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
