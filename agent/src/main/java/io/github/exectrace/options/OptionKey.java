package io.github.exectrace.options;

import io.github.exectrace.options.Values.Bytes;
import io.github.exectrace.options.Values.Choice;
import io.github.exectrace.options.Values.File;
import io.github.exectrace.options.Values.Flag;
import io.github.exectrace.options.Values.Patterns;
import io.github.exectrace.tracer.TracerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every option there is, under one name: {@code ARGUMENT_LIMIT} is {@code argument-limit=} to the
 * agent, {@code --argument-limit} to a command that has it, and {@code argumentLimit} as a setting
 * of a recording.
 */
@SuppressWarnings("ImmutableEnumChecker") // records and unmodifiable lists are
public enum OptionKey {
  /** Where the agent's own recording goes. */
  RECORDING(
      new File(),
      "Record into this file until the JVM ends; %p in its name stands for the pid, %t for the"
          + " time."),
  /** Which processes are traced. */
  SCOPE(
      new Choice("jvm", "pidns", "system"),
      "Trace what this JVM starts and all descendants, or its pid namespace, or the machine."),
  /** Where events come from. */
  MODE(
      new Choice("auto", "kernel", "java"),
      "Trace the kernel, and without the rights to do so record what the JVM alone knows; or the"
          + " kernel or nothing; or the JVM alone."),
  /** Which failed execs are recorded. */
  FAILURES(
      new Choice("direct", "all"),
      "Record failed starts of this JVM itself, or every failed exec further down as well, which"
          + " costs each system call of the machine some 50 ns."),
  /** What is found out of processes that native code makes without ProcessBuilder. */
  NATIVE(
      new Choice("sample", "exact", "off"),
      "Of a process that native code makes, sample the stack of the thread right afterwards; or"
          + " have the thread wait until that is done, a millisecond at most; or neither."),
  /** How much of the arguments is recorded. */
  ARGUMENTS(
      new Choice("full", "first", "none"),
      "Record all arguments, or the program's name only, or no command line.",
      "args"),
  /** What is masked in arguments. */
  REDACTION(
      new Patterns(),
      "Mask secrets in arguments: 'default' for what looks like one, a regular expression or @FILE"
          + " with one a line for more; may be given several times.",
      "redact"),
  /** How much of the arguments is captured. */
  ARGUMENT_LIMIT(
      new Bytes(0, TracerOptions.MAX_ARGUMENT_LIMIT, false, TracerOptions.DEFAULT_ARGUMENT_LIMIT),
      "The most bytes of arguments to capture for each program.",
      "argbytes",
      "max-args"),
  /** The ring buffer's size. */
  RING(
      new Bytes(
          TracerOptions.MIN_RING_BYTES,
          TracerOptions.MAX_RING_BYTES,
          true,
          TracerOptions.DEFAULT_RING_BYTES),
      "The size of the ring buffer between kernel and JVM."),
  /** Another libbpf. */
  LIB(new File(), "A libbpf, version 1.0 or later, to use in place of the one in the jar."),
  /** What happens to ambient capabilities. */
  AMBIENT(
      new Choice("drop", "keep"),
      "Whether what the application starts gets the capabilities that this JVM traces with, if they"
          + " are ambient ones."),
  /** Whether to be silent if the kernel cannot be traced. */
  QUIET(new Flag(), "Print no line when the kernel cannot be traced.");

  private final Values takes;
  private final String description;
  private final List<String> aliases;

  OptionKey(Values takes, String description, String... aliases) {
    this.takes = takes;
    this.description = description;
    this.aliases = List.of(aliases);
  }

  /** As the agent takes it, and commands behind two dashes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As a recording's settings have it. */
  public String setting() {
    var setting = new StringBuilder(name().toLowerCase(Locale.ROOT));
    for (int i = setting.indexOf("_"); i >= 0; i = setting.indexOf("_")) {
      setting.deleteCharAt(i).setCharAt(i, Character.toUpperCase(setting.charAt(i)));
    }
    return setting.toString();
  }

  /** Earlier names, which the agent and commands still take. */
  public List<String> aliases() {
    return aliases;
  }

  /** What it takes. */
  public Values takes() {
    return takes;
  }

  /** What it does, in a sentence. */
  public String description() {
    return description;
  }

  /** The numbers that it takes. */
  public Bytes bytes() {
    return (Bytes) takes;
  }

  /**
   * The option of a name or an alias.
   *
   * @return null if there is none
   */
  static OptionKey find(String word) {
    for (var key : values()) {
      if (key.word().equals(word) || key.aliases.contains(word)) {
        return key;
      }
    }
    return null;
  }

  /** All names, without aliases. */
  static List<String> words() {
    var words = new ArrayList<String>();
    for (var key : values()) {
      words.add(key.word());
    }
    return words;
  }
}
