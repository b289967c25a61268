package io.github.exectrace.jmc.rules;

import io.github.exectrace.jmc.Messages;
import java.util.Optional;

/** What to call in place of a small program. */
final class Replacements {
  private Replacements() {}

  /** An API that does what a program does, if there is one. */
  static Optional<String> of(String program) {
    var text = text(program);
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static String text(String program) {
    switch (program) {
      case "id":
      case "whoami":
      case "logname":
        return Messages.get("rule.instead.user");
      case "uname":
      case "arch":
      case "lsb_release":
        return Messages.get("rule.instead.uname");
      case "hostname":
        return Messages.get("rule.instead.hostname");
      case "ldconfig":
        return Messages.get("rule.instead.ldconfig");
      case "which":
      case "whereis":
        return Messages.get("rule.instead.which");
      case "pwd":
        return Messages.get("rule.instead.pwd");
      case "env":
      case "printenv":
        return Messages.get("rule.instead.env");
      case "date":
        return Messages.get("rule.instead.date");
      case "sleep":
        return Messages.get("rule.instead.sleep");
      case "nproc":
        return Messages.get("rule.instead.nproc");
      case "getconf":
        return Messages.get("rule.instead.getconf");
      case "ps":
      case "pgrep":
      case "pidof":
        return Messages.get("rule.instead.ps");
      case "kill":
        return Messages.get("rule.instead.kill");
      case "ls":
      case "find":
        return Messages.get("rule.instead.ls");
      case "cat":
      case "head":
      case "tail":
        return Messages.get("rule.instead.cat");
      case "cp":
      case "mv":
      case "rm":
      case "mkdir":
      case "rmdir":
      case "touch":
      case "ln":
        return Messages.get("rule.instead.files");
      case "readlink":
      case "realpath":
        return Messages.get("rule.instead.readlink");
      case "stat":
      case "test":
        return Messages.get("rule.instead.stat");
      case "chmod":
      case "chown":
      case "chgrp":
        return Messages.get("rule.instead.chmod");
      case "df":
      case "du":
        return Messages.get("rule.instead.df");
      case "md5sum":
      case "sha1sum":
      case "sha256sum":
      case "sha512sum":
        return Messages.get("rule.instead.digest");
      case "base64":
        return Messages.get("rule.instead.base64");
      case "gzip":
      case "gunzip":
      case "zcat":
      case "zip":
      case "unzip":
        return Messages.get("rule.instead.zip");
      case "uuidgen":
        return Messages.get("rule.instead.uuid");
      case "curl":
      case "wget":
        return Messages.get("rule.instead.http");
      case "ip":
      case "ifconfig":
        return Messages.get("rule.instead.ip");
      case "echo":
      case "true":
      case "false":
        return Messages.get("rule.instead.nothing");
      case "grep":
      case "sed":
      case "awk":
      case "cut":
      case "wc":
      case "sort":
        return Messages.get("rule.instead.text");
      default:
        return "";
    }
  }
}
