package io.github.exectrace.tracer.kernel;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.bpf.BpfLink;
import io.github.exectrace.bpf.BpfObject;
import io.github.exectrace.bpf.BpfProgram;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The programs that the kernel calls. They stay attached when their object is closed. Not safe for
 * use by several threads.
 */
final class AttachedPrograms {
  private final Arena arena;
  private final List<BpfLink> links = new ArrayList<>();
  private final Map<String, BpfProgram> programs = new LinkedHashMap<>();

  /** A way to attach a program. */
  @FunctionalInterface
  interface Way {
    BpfLink attach(BpfObject object, String program) throws BpfException;
  }

  /** Their descriptors are closed with the arena. */
  AttachedPrograms(Arena arena) {
    this.arena = arena;
  }

  void add(BpfObject object, String name, Way way) throws BpfException {
    var program = object.program(name, arena);
    links.add(way.attach(object, name));
    programs.put(name, program);
  }

  /**
   * The most events that the kernel did not call them for, as far as it says.
   *
   * @param uncounted programs whose calls are no events
   */
  long missed(Set<String> uncounted) throws BpfException {
    long sum = 0;
    for (var program : programs.entrySet()) {
      sum += uncounted.contains(program.getKey()) ? 0 : program.getValue().misses();
    }
    return sum;
  }

  /** The programs' descriptors by their names. */
  Map<String, Integer> fds() {
    var fds = new LinkedHashMap<String, Integer>();
    programs.forEach((name, program) -> fds.put(name, program.fd()));
    return fds;
  }

  void detach() {
    links.reversed().forEach(BpfLink::close);
    links.clear();
  }
}
