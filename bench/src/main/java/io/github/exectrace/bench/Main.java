package io.github.exectrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what its arguments name, or everything but the soak, and prints tables in Markdown. */
public final class Main {
  private static final int USAGE = 2;
  private static final String SOAK = "soak";
  private static final Map<String, Section> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("kernel", new KernelCost());
    SECTIONS.put("size", new RecordSize());
    SECTIONS.put("hook", new IdleHook());
    SECTIONS.put("start", new StartCost());
    SECTIONS.put("load", new StartUnderLoad());
    SECTIONS.put("bystander", new BystanderCost());
    SECTIONS.put("storm", new Storm());
    SECTIONS.put("startup", new StartUp());
    SECTIONS.put("reading", new Reading());
    SECTIONS.put("idle", new Idle());
    SECTIONS.put(SOAK, new Soak());
  }

  private Main() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var wanted = new ArrayList<>(List.of(arguments));
    if (!SECTIONS.keySet().containsAll(wanted)) {
      System.err.println("Usage: run [NAME...], of " + String.join(", ", SECTIONS.keySet()));
      System.exit(USAGE);
    }
    if (wanted.isEmpty()) {
      wanted.addAll(SECTIONS.keySet());
      wanted.remove(SOAK);
    }
    System.out.println(Machine.describe());
    for (var name : wanted) {
      System.out.println(SECTIONS.get(name).measure());
    }
  }
}
