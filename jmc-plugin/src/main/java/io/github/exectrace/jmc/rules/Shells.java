package io.github.exectrace.jmc.rules;

import java.util.Set;

/** Which programs are shells. */
final class Shells {
  private static final Set<String> NAMES =
      Set.of("sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "csh", "tcsh", "fish", "busybox");

  private Shells() {}

  static boolean isShell(String program) {
    return NAMES.contains(program);
  }
}
