package io.github.exectrace.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;

/**
 * Records and starts processes as often as it is asked to, and says what it got and what is left
 * behind: of each line of standard input the first word names what to do, the second a recording.
 * Answers with the line's number and the outcome. Ends with its input.
 */
public final class RecordsAgain {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final long LOOK_EVERY_NANOS = 5_000_000;
  // All but the one that stays, once it is there, to look after tracers that no one closes.
  private static final Pattern OWN_THREADS = Pattern.compile("exectrace-(?!cleaner).*");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Pattern OF_NO_FILE = Pattern.compile("anon_inode:.*|/memfd:.*");
  private static final Pattern SHARED_WITH_KERNEL = Pattern.compile(".*anon_inode:.*");

  private Process living;
  private Recording recording;

  private RecordsAgain() {}

  /** Called by the JVM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var app = new RecordsAgain();
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (var line = orders.readLine(); line != null; line = orders.readLine()) {
      number++;
      System.out.println(number + ": " + app.obey(line.split("\t", -1)));
    }
  }

  private String obey(String[] words) throws IOException, InterruptedException {
    return switch (words[0]) {
      case "child" -> child();
      case "open" -> open();
      case "settle" -> run("true");
      case "work" -> work();
      case "close" -> close(Path.of(words[1]));
      case "left" -> left();
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  /** One that lives already when recording begins. */
  private String child() throws IOException {
    living = new ProcessBuilder("cat").start();
    return "child";
  }

  private String open() {
    recording = new Recording();
    recording.enable("exectrace.ProcessExec");
    recording.start();
    return "open";
  }

  /** Starts what succeeds, what fails and what fails to start, and reports each. */
  private static String work() throws InterruptedException, IOException {
    var reported = new ArrayList<String>();
    reported.add(run("sh", "-c", "cat /dev/null; echo \"$1\"; exit 3", "sh", "one two"));
    reported.add(run("/no/such/program"));
    var virtual = Thread.ofVirtual().start(() -> reported.add(run("echo", "virtual")));
    virtual.join();
    return String.join("; ", reported);
  }

  private static String run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output.strip() + " " + process.waitFor();
    } catch (IOException failure) {
      return failure.getMessage();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private String close(Path file) throws IOException, InterruptedException {
    living.getOutputStream().close();
    int code = living.waitFor();
    recording.stop();
    recording.dump(file);
    recording.close();
    awaitSilence();
    return "closed " + code;
  }

  /** Tracing ends behind the recording's back. */
  private static void awaitSilence() {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (ownThreads().findAny().isPresent() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  private static Stream<String> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(OWN_THREADS.asMatchPredicate());
  }

  /** The agent's threads, descriptors and mappings, which in the end should be none. */
  private static String left() throws IOException {
    var left = new ArrayList<>(ownThreads().toList());
    left.addAll(descriptors());
    try (var mappings = Files.lines(Path.of("/proc/self/maps"))) {
      mappings.filter(SHARED_WITH_KERNEL.asMatchPredicate()).forEach(left::add);
    }
    return left.stream().sorted().collect(Collectors.joining(", ", "[", "]"));
  }

  private static List<String> descriptors() throws IOException {
    var found = new ArrayList<String>();
    try (var all = Files.list(DESCRIPTORS)) {
      for (var descriptor : all.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          var target = Files.readSymbolicLink(descriptor).toString();
          if (OF_NO_FILE.matcher(target).matches()) {
            found.add(target);
          }
        }
      }
    }
    return found;
  }
}
