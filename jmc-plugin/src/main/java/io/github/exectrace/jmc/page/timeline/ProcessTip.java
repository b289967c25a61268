package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.page.table.Amounts;
import io.github.exectrace.jmc.page.table.Endings;

/** What is said of the process under the mouse. */
final class ProcessTip {
  private static final int LONGEST_LINE = 160;

  private ProcessTip() {}

  static String of(TracedProcess process) {
    var tip = new StringBuilder(shorten(process.commandLine()));
    line(tip, "page.tip.pid", process.pid() > 0 ? Integer.toString(process.pid()) : "");
    line(tip, "page.tip.end", Endings.sentence(process));
    line(tip, "page.tip.lifetime", Amounts.text(Amounts.duration(process.lifetime())));
    line(tip, "page.tip.cpu", Amounts.text(Amounts.duration(process.cpuTime())));
    line(tip, "page.tip.memory", Amounts.text(Amounts.memory(process.maxResidentSetSize())));
    process
        .origin()
        .ifPresent(
            origin -> {
              line(tip, "page.tip.thread", origin.threadName());
              line(tip, "page.tip.site", origin.site().toString());
            });
    return tip.toString();
  }

  private static void line(StringBuilder tip, String key, String value) {
    if (!value.isEmpty()) {
      tip.append('\n').append(Messages.format(key, shorten(value)));
    }
  }

  private static String shorten(String text) {
    var line = text.replace('\n', ' ');
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "\u2026";
  }
}
