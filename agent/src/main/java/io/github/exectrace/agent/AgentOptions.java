package io.github.exectrace.agent;

import io.github.exectrace.recording.ArgumentPolicy;
import io.github.exectrace.recording.ByteCount;
import io.github.exectrace.recording.RecordingName;
import io.github.exectrace.recording.RecordingOptions;
import io.github.exectrace.recording.RecordingOptions.Mode;
import io.github.exectrace.redaction.Redaction;
import io.github.exectrace.text.FailureText;
import io.github.exectrace.text.VisibleText;
import io.github.exectrace.tracer.PidNamespace;
import io.github.exectrace.tracer.Scope;
import io.github.exectrace.tracer.TracerOptions;
import io.github.exectrace.tracer.TracerOptions.Kind;
import io.github.exectrace.tracer.kernel.ThreadStates;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options behind {@code -javaagent:exectrace.jar=}: {@code key=value}, separated by commas. A
 * comma that is part of a value is written {@code \,}.
 *
 * @param recordingOptions how to trace and what to record
 * @param recording where the agent's own recording goes, if it shall make one
 * @param quiet whether to say nothing when the kernel cannot be traced
 */
record AgentOptions(RecordingOptions recordingOptions, Optional<Path> recording, boolean quiet) {
  /** Every key there is. */
  enum Key {
    /**
     * A file: record into it until the JVM ends. {@code %p} and {@code %t} in its name are replaced
     * ({@link RecordingName}). Default: no recording of the agent's own.
     */
    RECORDING,
    /**
     * {@code jvm} (this JVM's descendants, the default), {@code pidns} (its pid namespace) or
     * {@code system}.
     */
    SCOPE,
    /** {@code auto} (the default), {@code kernel} or {@code java}: see {@link Mode}. */
    MODE,
    /**
     * {@code direct} (failed starts of this JVM itself, the default) or {@code all} (every failed
     * exec further down, which costs each system call of the machine some 50 ns).
     */
    FAILURES,
    /**
     * What to find out of processes that native code makes past ProcessBuilder: {@code sample} (the
     * default; the stack of the thread, looked at right afterwards), {@code exact} (the thread is
     * held until that is done, a millisecond at most) or {@code off}.
     */
    NATIVE,
    /** {@code full} (the default), {@code first} or {@code none}: see {@link ArgumentPolicy}. */
    ARGS,
    /**
     * {@code default}, {@code none}, a regular expression or {@code @FILE}: see {@link Redaction}.
     * May be given several times.
     */
    REDACT,
    /** The most bytes of arguments to capture, 0 to 65536. Default: 8192. */
    ARGBYTES,
    /** The ring buffer's size, a power of two from 64k to 1g. Default: 4m. */
    RING,
    /** A libbpf to use in place of the one in the jar. */
    LIB,
    /**
     * {@code drop} (the default) or {@code keep}: whether what the application starts gets the
     * capabilities that this JVM traces with, if they are ambient ones.
     */
    AMBIENT,
    /** No line on standard error when the kernel cannot be traced. Takes no value. */
    QUIET;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads what stands behind the equals sign.
   *
   * @param text may be null or empty
   * @throws IllegalArgumentException with a sentence for the user that names the nearest right word
   */
  static AgentOptions parse(String text) {
    var redactionWords = new ArrayList<String>();
    var values = split(text == null ? "" : text, redactionWords);
    var redaction = redactionWords.isEmpty() ? Redaction.DEFAULT : Redaction.of(redactionWords);
    var tracer =
        TracerOptions.defaults()
            .withScope(scope(word(values, Key.SCOPE, "jvm", "pidns", "system")))
            .with(Kind.FORK, true)
            .with(Kind.FAILURE, word(values, Key.FAILURES, "direct", "all").equals("all"))
            .withArgumentLimit(bytes(values, Key.ARGBYTES, "8192"))
            .withRingBytes(bytes(values, Key.RING, "4m"));
    if (values.containsKey(Key.LIB)) {
      tracer = tracer.withLibbpf(path(values.get(Key.LIB)));
    }
    var recordingOptions =
        new RecordingOptions(
            Mode.valueOf(upper(word(values, Key.MODE, "auto", "kernel", "java"))),
            tracer,
            threadStates(word(values, Key.NATIVE, "sample", "exact", "off")),
            ArgumentPolicy.valueOf(upper(word(values, Key.ARGS, "full", "first", "none"))),
            redaction,
            word(values, Key.AMBIENT, "drop", "keep").equals("keep"));
    return new AgentOptions(
        recordingOptions,
        Optional.ofNullable(values.get(Key.RECORDING))
            .map(RecordingName::expand)
            .map(AgentOptions::path),
        values.containsKey(Key.QUIET));
  }

  /** Whether nothing else is asked for than a recording. */
  static boolean isRecordingAlone(String text) {
    var redactionWords = new ArrayList<String>();
    return split(text, redactionWords).keySet().equals(Set.of(Key.RECORDING))
        && redactionWords.isEmpty();
  }

  private static Map<Key, String> split(String text, List<String> redactionWords) {
    var values = new EnumMap<Key, String>(Key.class);
    for (var option : Redaction.splitAtCommas(text)) {
      if (option.isEmpty()) {
        continue;
      }
      int equals = option.indexOf('=');
      var word = equals < 0 ? option : option.substring(0, equals);
      var key = key(word);
      if (equals < 0 != (key == Key.QUIET) || equals == option.length() - 1) {
        throw new IllegalArgumentException(
            key == Key.QUIET
                ? "the option 'quiet' takes no value"
                : "the option '" + word + "' needs a value: " + word + "=…");
      }
      if (key == Key.REDACT) {
        redactionWords.add(option.substring(equals + 1));
      } else if (values.put(key, option.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("the option '" + word + "' is given twice");
      }
    }
    return values;
  }

  private static Key key(String word) {
    for (var key : Key.values()) {
      if (key.word().equals(word)) {
        return key;
      }
    }
    var words = Arrays.stream(Key.values()).map(Key::word).toList();
    throw new IllegalArgumentException(
        "unknown option '" + VisibleText.of(word) + "'" + Suggestion.among(words, word));
  }

  /**
   * One of several words. This stands on the way to an application's start, so it does without
   * lambdas, each of which costs a class.
   *
   * @param words those that are possible, the default first
   */
  private static String word(Map<Key, String> values, Key key, String... words) {
    var value = values.getOrDefault(key, words[0]);
    if (!List.of(words).contains(value)) {
      throw new IllegalArgumentException(
          "unknown value '"
              + VisibleText.of(value)
              + "' of the option '"
              + key.word()
              + "'"
              + Suggestion.among(List.of(words), value));
    }
    return value;
  }

  private static Path path(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException(FailureText.of(wrong), wrong);
    }
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static Scope scope(String word) {
    return switch (word) {
      case "pidns" -> new Scope.Namespace(ownPidNamespace());
      case "system" -> new Scope.WholeSystem();
      default -> new Scope.OwnTree();
    };
  }

  private static ThreadStates threadStates(String word) {
    return switch (word) {
      case "off" -> ThreadStates.NONE;
      case "exact" -> ThreadStates.SYNCHRONOUS;
      default -> ThreadStates.COPIED;
    };
  }

  private static PidNamespace ownPidNamespace() {
    try {
      return PidNamespace.current();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "scope=pidns: /proc/self/ns/pid cannot be read: " + FailureText.of(unreadable));
    }
  }

  private static int bytes(Map<Key, String> values, Key key, String byDefault) {
    var value = values.getOrDefault(key, byDefault);
    try {
      return ByteCount.parse(value);
    } catch (IllegalArgumentException notANumber) {
      throw new IllegalArgumentException(
          "the option '"
              + key.word()
              + "' takes a number of bytes such as "
              + byDefault
              + ", not '"
              + VisibleText.of(value)
              + "'");
    }
  }
}
