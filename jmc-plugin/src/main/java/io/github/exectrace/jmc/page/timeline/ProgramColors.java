package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.model.TracedProcess;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A colour for each program: the commonest ones get one of their own, the rest share one.
 * Immutable; safe for any thread.
 */
public final class ProgramColors {
  /** Of a failure's mark; no program has one like it. */
  static final Color FAILED = new Color(211, 32, 32);

  /** Of the programs that have no colour of their own. */
  static final Color OTHER = new Color(158, 166, 173);

  // Distinct in hue and, for those who see no hue, in lightness from the next.
  private static final List<Color> OWN =
      List.of(
          new Color(78, 121, 167),
          new Color(242, 178, 74),
          new Color(89, 161, 79),
          new Color(176, 122, 161),
          new Color(118, 183, 178),
          new Color(156, 117, 95),
          new Color(237, 201, 72),
          new Color(112, 105, 190),
          new Color(141, 203, 112),
          new Color(255, 157, 167),
          new Color(44, 127, 140),
          new Color(190, 160, 120));

  private final Map<String, Color> colors;
  private final boolean others;
  private final boolean failures;

  private ProgramColors(Map<String, Color> colors, boolean others, boolean failures) {
    this.colors = colors;
    this.others = others;
    this.failures = failures;
  }

  /** For these processes; the same ones always get the same colours. */
  public static ProgramColors of(Collection<TracedProcess> processes) {
    var counts = new HashMap<String, Integer>();
    for (var process : processes) {
      counts.merge(process.program(), 1, Integer::sum);
    }
    var programs = new ArrayList<>(counts.keySet());
    programs.sort(
        (a, b) -> {
          int byCount = counts.get(b).compareTo(counts.get(a));
          return byCount != 0 ? byCount : a.compareTo(b);
        });
    var colors = new LinkedHashMap<String, Color>();
    for (int i = 0; i < Math.min(programs.size(), OWN.size()); i++) {
      colors.put(programs.get(i), OWN.get(i));
    }
    boolean failures = processes.stream().anyMatch(TracedProcess::isFailed);
    return new ProgramColors(colors, programs.size() > OWN.size(), failures);
  }

  Color of(TracedProcess process) {
    return colors.getOrDefault(process.program(), OTHER);
  }

  /** The programs with a colour of their own, the commonest first. */
  Map<String, Color> own() {
    return colors;
  }

  /** Whether there are programs that share one. */
  boolean hasOthers() {
    return others;
  }

  /** Whether one of the processes failed, as far as is known. */
  boolean hasFailures() {
    return failures;
  }

  /** Whether text on it is better white than black. */
  static boolean isDark(Color color) {
    return 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue() < 140;
  }
}
