package io.github.exectrace.jmc.rules;

import io.github.exectrace.jmc.Messages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Counts things by a text. */
final class Tally {
  /** As many groups as a reader takes in. */
  private static final int SHOWN = 10;

  /** The most characters of a command line that are shown in a list. */
  private static final int LONGEST = 120;

  private Tally() {}

  /** The largest groups, each as its text and its count. */
  static <T> List<String> top(Collection<T> things, Function<T, String> text) {
    var counts = new LinkedHashMap<String, Integer>();
    for (var thing : things) {
      counts.merge(text.apply(thing), 1, Integer::sum);
    }
    var sorted = new ArrayList<Map.Entry<String, Integer>>(counts.entrySet());
    sorted.sort((a, b) -> Integer.compare(b.getValue(), a.getValue()));
    var lines = new ArrayList<String>();
    for (var entry : sorted.subList(0, Math.min(SHOWN, sorted.size()))) {
      lines.add(Messages.format("rule.list.counted", entry.getKey(), entry.getValue()));
    }
    addRest(lines, sorted.size());
    return lines;
  }

  /** The first ones, each as its text. */
  static <T> List<String> first(List<T> things, Function<T, String> text) {
    var lines = new ArrayList<String>();
    for (var thing : things.subList(0, Math.min(SHOWN, things.size()))) {
      lines.add(text.apply(thing));
    }
    addRest(lines, things.size());
    return lines;
  }

  private static void addRest(List<String> lines, int all) {
    if (all > SHOWN) {
      lines.add(Messages.format("rule.list.more", all - SHOWN));
    }
  }

  /** A command line that fits a list. */
  static String cut(String commandLine) {
    return commandLine.length() <= LONGEST
        ? commandLine
        : commandLine.substring(0, LONGEST) + "\u2026";
  }
}
