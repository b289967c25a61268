package io.github.exectrace.jmc.rules;

import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.Spawn;
import io.github.exectrace.jmc.model.TracedProcess;

/** How a start is named in a list. */
final class Spawns {
  private Spawns() {}

  static String siteAndCommand(Spawn spawn) {
    return Messages.format(
        "rule.list.siteAndCommand", spawn.site(), Tally.cut(spawn.commandLine()));
  }

  static String siteAndProgram(Spawn spawn) {
    return Messages.format("rule.list.siteAndCommand", spawn.site(), spawn.program());
  }

  static String siteAndCommand(TracedProcess process) {
    var command = Tally.cut(process.commandLine());
    return process
        .origin()
        .map(spawn -> Messages.format("rule.list.siteAndCommand", spawn.site(), command))
        .orElse(command);
  }
}
