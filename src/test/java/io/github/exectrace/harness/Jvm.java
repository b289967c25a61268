package io.github.exectrace.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM to be started, of the JDK that the tests run on unless said otherwise, with one of the
 * applications of these tests.
 */
public final class Jvm {
  private static final Duration LONGEST_RUN = Waiting.patiently(Duration.ofMinutes(3));
  private static final Path JAR = Path.of(System.getProperty("exectrace.jar"));

  private final Path scratch;
  private final String main; // empty for the jar's own
  // Most of these JVMs live for a second: compile little, collect little.
  private final List<String> defaults =
      new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
  private final List<String> wrapper = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Path home = Path.of(System.getProperty("java.home"));
  private Path jar = JAR;
  private Path classes;
  private Path directory;
  private final List<String> libraries = new ArrayList<>();

  private Jvm(Path scratch, String main, Path classes) {
    this.scratch = scratch;
    this.main = main;
    this.classes = classes;
    this.directory = scratch;
  }

  /**
   * A JVM that runs a class of the tests' own class path.
   *
   * @param scratch an existing folder for the recording and what is printed
   */
  public static Jvm running(Path scratch, Class<?> main) {
    return new Jvm(scratch, main.getName(), classPathOf(main));
  }

  /** A JVM that runs a class from some folder. */
  public static Jvm running(Path scratch, String main, Path classes) {
    return new Jvm(scratch, main, classes);
  }

  /** A JVM that runs the command line, {@code java -jar exectrace.jar}. */
  public static Jvm commandLine(Path scratch, String... arguments) {
    return new Jvm(scratch, "", scratch).arguments(arguments);
  }

  /** The agent's jar as it was built. */
  public static Path builtJar() {
    return JAR;
  }

  /** The kernel's name of this machine's architecture: {@code x86_64} or {@code aarch64}. */
  public static String machine() {
    var name = System.getProperty("os.arch");
    return name.equals("amd64") ? "x86_64" : name;
  }

  /** Where a class was loaded from: a folder or a jar. */
  public static Path classPathOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A program and its arguments that starts the JVM, for example in a namespace of its own. */
  public Jvm under(String... program) {
    Collections.addAll(wrapper, program);
    return this;
  }

  /** Flags of the JVM. */
  public Jvm flags(String... more) {
    Collections.addAll(flags, more);
    return this;
  }

  /** The JVM's own choice of compiler and collector. */
  public Jvm withoutDefaults() {
    defaults.clear();
    return this;
  }

  /** Arguments of the application. */
  public Jvm arguments(String... more) {
    Collections.addAll(arguments, more);
    return this;
  }

  /** The agent with these options and a recording, which {@link Ended#trace} reads. */
  public Jvm traced(String... options) {
    var all = new ArrayList<>(List.of("recording=" + recording()));
    Collections.addAll(all, options);
    return agent(String.join(",", all));
  }

  /** The agent with exactly these options, empty for none. */
  public Jvm agent(String options) {
    return flags("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options));
  }

  /** Another place of the agent's jar; to be said before {@link #agent}. */
  public Jvm jar(Path other) {
    jar = other;
    return this;
  }

  /** Another place of the application's classes. */
  public Jvm classes(Path other) {
    classes = other;
    return this;
  }

  /** Jars of the tests' class path that the application uses, by how their names begin. */
  public Jvm libraries(String... names) {
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> Stream.of(names).anyMatch(Path.of(jar).getFileName().toString()::startsWith))
        .forEach(libraries::add);
    return this;
  }

  /** Another JDK. */
  public Jvm home(Path other) {
    home = other;
    return this;
  }

  /** Another working directory than the scratch folder. */
  public Jvm directory(Path other) {
    directory = other;
    return this;
  }

  /** One more environment variable. */
  public Jvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Where {@link #traced} lets the agent record. */
  public Path recording() {
    return scratch.resolve("trace.jfr");
  }

  /** Starts it and waits for its end, three minutes at most. */
  public Ended run() {
    return run(LONGEST_RUN);
  }

  /** Starts it and waits for its end, so long at most. */
  public Ended run(Duration longest) {
    try (var running = start()) {
      return running.end(longest);
    }
  }

  /** Starts it. */
  public Running start() {
    try {
      Files.deleteIfExists(recording());
      var out = scratch.resolve("stdout");
      var err = scratch.resolve("stderr");
      var builder =
          new ProcessBuilder(command())
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      // What the machine sets for every JVM would be printed on standard error.
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().remove("JDK_JAVA_OPTIONS");
      builder.environment().putAll(environment);
      return new Running(builder.start(), out, err, recording());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private String classPath() {
    return Stream.concat(Stream.of(classes.toString()), libraries.stream())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private List<String> command() {
    var command = new ArrayList<>(wrapper);
    command.add(home.resolve("bin/java").toString());
    command.addAll(defaults);
    command.addAll(flags);
    command.addAll(
        main.isEmpty() ? List.of("-jar", jar.toString()) : List.of("-cp", classPath(), main));
    command.addAll(arguments);
    return command;
  }
}
