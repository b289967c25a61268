package io.github.exectrace.harness;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The type information of a compiled BPF object, as bpftool prints it. */
public final class Btf {
  // [12] STRUCT 'record' size=40 vlen=10
  //         'size' type_id=13 bits_offset=0
  private static final String MEMBERS = "((?:\\R\\t.*)*)";
  private static final Pattern OFFSET = Pattern.compile("'(\\w+)' type_id=\\d+ bits_offset=(\\d+)");
  // [30] ENUM 'counter' encoding=UNSIGNED size=4 vlen=19
  //         'FORK_SEEN' val=0
  private static final Pattern VALUE = Pattern.compile("'(\\w+)' val=(\\d+)");

  private final String dump;

  private Btf(String dump) {
    this.dump = dump;
  }

  /**
   * A structure.
   *
   * @param bytes its size
   * @param offsets where its members begin, in bytes
   */
  public record Structure(int bytes, Map<String, Integer> offsets) {}

  /** Reads an object file; needs bpftool and no privilege. */
  public static Btf of(Path object) {
    return new Btf(
        Command.run(Requirement.program("bpftool"), "btf", "dump", "file", object.toString()));
  }

  /** The structure of that name. */
  public Structure structure(String name) {
    var found = only("STRUCT '" + name + "' size=(\\d+) vlen=\\d+" + MEMBERS);
    var offsets = new TreeMap<String, Integer>();
    OFFSET
        .matcher(found.group(2))
        .results()
        .forEach(member -> offsets.put(member.group(1), Integer.parseInt(member.group(2)) / 8));
    return new Structure(Integer.parseInt(found.group(1)), offsets);
  }

  /** The numbers of an enumeration. */
  public Map<String, Integer> enumeration(String name) {
    var found = only("ENUM '" + name + "' (.*)" + MEMBERS);
    var values = new TreeMap<String, Integer>();
    VALUE
        .matcher(found.group(2))
        .results()
        .forEach(value -> values.put(value.group(1), Integer.valueOf(value.group(2))));
    return values;
  }

  private MatchResult only(String pattern) {
    var found = Pattern.compile(pattern).matcher(dump).results().toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " matches of " + pattern + " in " + dump);
    }
    return found.getFirst();
  }
}
