package io.github.exectrace;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.exectrace.harness.Btf;
import io.github.exectrace.ringbuf.RecordLayout;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java side reads records as the compiled kernel program writes them. */
class RecordLayoutTest {
  private static final Path BPF = Path.of(System.getProperty("exectrace.bpf"));
  private static final Btf BTF = Btf.of(BPF.resolve("prebuilt/exectrace.bpf.o"));

  /** Constants that are no member of the structure they belong to, and their names in C. */
  private static final Map<String, String> MACROS =
      Map.ofEntries(
          entry("Settings.FLAG_TRACE_FORKS", "TRACE_FORKS"),
          entry("Settings.FLAG_TRACE_EXITS", "TRACE_EXITS"),
          entry("Settings.FLAG_TRACE_STACKS", "TRACE_STACKS"),
          entry("Settings.FLAG_READER_NESTED", "READER_NESTED"),
          entry("Exec.FLAG_CWD_TRUNCATED", "EXEC_CWD_TRUNCATED"),
          entry("Exec.FLAG_CWD_DELETED", "EXEC_CWD_DELETED"),
          entry("Exec.FLAG_ARGS_UNREADABLE", "EXEC_ARGS_UNREADABLE"),
          entry("Exec.FLAG_FILE_DELETED", "EXEC_FILE_DELETED"),
          entry("Exec.FLAG_FILE_TRUNCATED", "EXEC_FILE_TRUNCATED"),
          entry("Exec.FLAG_CGROUPS_OF_READER", "EXEC_CGROUPS_OF_READER"),
          entry("Exec.FLAG_FILE_OF_DESCRIPTOR", "EXEC_FILE_OF_DESCRIPTOR"),
          entry("Exec.FLAG_NO_WAY_BACK", "EXEC_NO_WAY_BACK"),
          entry("Exit.FLAG_EXECUTED", "EXIT_EXECUTED"),
          entry("Exit.FLAG_IN_EXEC", "EXIT_IN_EXEC"),
          entry("Mark.COUNT", "MARKS"),
          entry("Mark.PROBES", "MARK_PROBES"),
          entry("Mark.KERNEL_SPAWN_ID", "KERNEL_SPAWN_ID"),
          entry("RecordLayout.ACKS", "ACKS"),
          entry("RecordLayout.COMM_LEN", "COMM_LEN"),
          entry("RecordLayout.ARGS_LEN", "ARGS_LEN"),
          entry("RecordLayout.PATHS_LEN", "PATHS_LEN"),
          entry("RecordLayout.UNTRACKED_IN_WORD", "UNTRACKED_IN_WORD"));

  /** Members that the Java side has no use for. */
  private static final Map<Class<?>, Set<String>> UNUSED =
      Map.of(
          RecordLayout.TracedProcess.class,
              Set.of(
                  "spawn_id",
                  "root",
                  "depth",
                  "executed",
                  "in_exec",
                  "pid_ns",
                  "max_rss_before",
                  "parent_started",
                  "comm"),
          RecordLayout.Fork.class, Set.of("reserved"));

  /** Begins every record, and is checked by itself. */
  private static final String HEAD = "head";

  static Stream<Arguments> structures() {
    return Stream.of(
        arguments(RecordLayout.Head.class, "record"),
        arguments(RecordLayout.Fork.class, "fork_record"),
        arguments(RecordLayout.Exec.class, "exec_record"),
        arguments(RecordLayout.Exit.class, "exit_record"),
        arguments(RecordLayout.Adopted.class, "adopted_record"),
        arguments(RecordLayout.TracedProcess.class, "process"),
        arguments(RecordLayout.Mark.class, "mark"),
        arguments(RecordLayout.ThreadLayout.class, "thread_layout"),
        arguments(RecordLayout.Counters.class, "counters"),
        arguments(RecordLayout.Settings.class, "settings"),
        arguments(RecordLayout.Config.class, "config"));
  }

  static Stream<Arguments> enumerations() {
    return Stream.of(
        arguments(RecordLayout.Counter.class, "counter"),
        arguments(RecordLayout.Type.class, "record_type"),
        arguments(RecordLayout.Adoption.class, "adoption"),
        arguments(RecordLayout.Scope.class, "trace_scope"));
  }

  @Test
  void everyClassOfTheLayoutIsChecked() {
    assertThat(Stream.concat(structures(), enumerations()).map(pair -> pair.get()[0]))
        .containsExactlyInAnyOrder((Object[]) RecordLayout.class.getDeclaredClasses());
  }

  @ParameterizedTest
  @MethodSource("structures")
  void aStructureIsWhereTheCompilerPutIt(Class<?> java, String structure) {
    var compiled = BTF.structure(structure);
    var offsets = constants(java, name -> !MACROS.containsKey(name));

    assertThat(offsets.remove("BYTES")).isEqualTo(compiled.bytes());
    var used =
        compiled.offsets().entrySet().stream()
            .filter(member -> !member.getKey().equals(HEAD))
            .filter(member -> !UNUSED.getOrDefault(java, Set.of()).contains(member.getKey()))
            .collect(
                Collectors.toMap(
                    member -> member.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue));
    assertThat(offsets).isEqualTo(used);
  }

  @ParameterizedTest
  @MethodSource("enumerations")
  void anEnumerationHasTheNumbersOfTheCompiler(Class<?> java, String enumeration) {
    assertThat(constants(java, ignored -> true)).isEqualTo(BTF.enumeration(enumeration));
  }

  @Test
  void aConstantIsThatOfTheHeader() throws IOException {
    var header = Files.readString(BPF.resolve("exectrace.h"));
    var checked =
        Stream.concat(
                Stream.of(RecordLayout.class), structures().map(pair -> (Class<?>) pair.get()[0]))
            .flatMap(type -> Arrays.stream(type.getFields()))
            .filter(field -> MACROS.containsKey(qualified(field)))
            .toList();

    assertThat(checked).hasSize(MACROS.size());
    for (var field : checked) {
      var macro = MACROS.get(qualified(field));
      var found = Pattern.compile("#define " + macro + " (\\w+)").matcher(header);
      assertThat(found.find()).as(macro).isTrue();
      assertThat(value(field)).as(macro).isEqualTo(Integer.decode(found.group(1)));
    }
  }

  private static Map<String, Integer> constants(Class<?> java, Function<String, Boolean> which) {
    return Arrays.stream(java.getFields())
        .filter(field -> which.apply(qualified(field)))
        .collect(Collectors.toMap(Field::getName, RecordLayoutTest::value));
  }

  private static String qualified(Field field) {
    return field.getDeclaringClass().getSimpleName() + "." + field.getName();
  }

  private static int value(Field field) {
    try {
      return field.getInt(null);
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
