package io.github.exectrace.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/**
 * Does what each line of standard input says, word by word with tabs between, and answers with the
 * line's number and the outcome. Ends with its input.
 */
public final class OnCommand {
  private static final int CHANGES = 10;

  private final Map<String, Recording> recordings = new HashMap<>();
  private final Map<String, RecordingStream> streams = new HashMap<>();
  private final Map<String, List<String>> streamed = new TreeMap<>();

  private OnCommand() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var app = new OnCommand();
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (var line = orders.readLine(); line != null; line = orders.readLine()) {
      number++;
      System.out.println(number + ": " + app.obey(List.of(line.split("\t", -1))));
    }
  }

  private String obey(List<String> words) throws IOException, InterruptedException {
    var name = words.get(1);
    var rest = words.subList(1, words.size());
    var more = words.subList(2, words.size());
    return switch (words.getFirst()) {
      case "run" -> run(rest);
      case "runs" -> runs(Integer.parseInt(name), more);
      case "start" -> start(name, settings(more));
      case "start-with" -> start(name, exactly(more));
      case "start-then-run" -> {
        start(name, settings(List.of()));
        yield run(more);
      }
      case "set" -> {
        recordings.get(name).setSettings(settings(more));
        yield "set";
      }
      case "set-to" -> {
        recordings.get(name).setSettings(exactly(more));
        yield "set";
      }
      case "enable" -> {
        recordings.get(name).enable(words.get(2));
        yield "enabled";
      }
      case "disable" -> {
        recordings.get(name).disable(words.get(2));
        yield "disabled";
      }
      case "dump" -> {
        recordings.get(name).dump(Path.of(words.get(2)));
        yield "dumped";
      }
      case "change-then-stop" -> {
        change(recordings.get(name), words.get(2));
        yield stop(name);
      }
      case "stop" -> stop(name);
      case "stream" -> {
        stream(name, settings(more));
        yield "streaming";
      }
      case "stream-with" -> {
        stream(name, exactly(more));
        yield "streaming";
      }
      case "stream-then-run" -> {
        stream(name, settings(List.of()));
        yield run(more);
      }
      case "end-stream" -> {
        streams.get(name).stop();
        yield String.join(",", streamed.get(name));
      }
      default -> throw new IllegalArgumentException(words.toString());
    };
  }

  /** Settings of the agent's events, which are asked for. */
  private static Map<String, String> settings(List<String> words) {
    var settings = exactly(words.stream().map(word -> "exectrace." + word).toList());
    settings.putIfAbsent("exectrace.ProcessSpawn#enabled", "true");
    return settings;
  }

  /** Settings by their full names; after {@code like=default} also those of that configuration. */
  private static Map<String, String> exactly(List<String> words) {
    var settings = new LinkedHashMap<String, String>();
    for (var word : words) {
      int equals = word.indexOf('=');
      var value = word.substring(equals + 1);
      if (word.startsWith("like=")) {
        settings.putAll(configuration(value));
      } else {
        settings.put(word.substring(0, equals), value);
      }
    }
    return settings;
  }

  private static Map<String, String> configuration(String name) {
    try {
      return Configuration.getConfiguration(name).getSettings();
    } catch (IOException | ParseException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Writes the number of each time for {@code {}} and answers with the pids. */
  private static String runs(int times, List<String> command)
      throws IOException, InterruptedException {
    var pids = new StringBuilder();
    for (int i = 0; i < times; i++) {
      var number = String.valueOf(i);
      var numbered = command.stream().map(word -> word.replace("{}", number)).toList();
      pids.append(pids.isEmpty() ? "" : ",").append(run(numbered));
    }
    return pids.toString();
  }

  /** Answers with the pid. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).start();
    process.waitFor();
    return String.valueOf(process.pid());
  }

  private String start(String name, Map<String, String> settings) {
    var recording = new Recording(settings);
    recordings.put(name, recording);
    recording.start();
    return "started";
  }

  /** Often, so that the last change is not followed yet when the recording ends. */
  private static void change(Recording recording, String event) {
    for (int i = 0; i < CHANGES; i++) {
      recording.disable(event);
      recording.enable(event);
    }
  }

  private String stop(String name) throws IOException {
    try (var recording = recordings.remove(name)) {
      recording.stop();
      recording.dump(Path.of(name + ".jfr"));
      return "stopped";
    }
  }

  private void stream(String name, Map<String, String> settings) {
    var stream = new RecordingStream();
    List<String> seen = new CopyOnWriteArrayList<>();
    streams.put(name, stream);
    streamed.put(name, seen);
    stream.setSettings(settings);
    stream.setMaxAge(Duration.ofHours(1));
    stream.onEvent("exectrace.ProcessExec", event -> seen.add(entry("exec", event)));
    stream.onEvent("exectrace.ProcessExit", event -> seen.add(entry("exit", event)));
    stream.startAsync();
  }

  private static String entry(String kind, RecordedEvent event) {
    boolean launcher = kind.equals("exec") && event.getBoolean("launcher");
    return (launcher ? "launcher" : kind) + " " + event.getInt("pid");
  }
}
