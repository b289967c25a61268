package io.github.exectrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Stream.concat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data flows one way, so a package may know only those below it. */
class PackageArrowsTest {
  private static final String ROOT = "io.github.exectrace";

  /** From the top to the bottom. */
  private static final List<String> LAYERS =
      List.of(
          "cli",
          "report",
          "agent",
          "classfile",
          "recording",
          "options",
          "redaction",
          "spawn",
          "tracer",
          "ringbuf",
          "features",
          "bpf",
          "events",
          "text");

  /** What older JVMs load too; it finds the rest by name. */
  private static final String PREMAIN = "premain";

  private static final JavaClasses AGENT_CLASSES =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @ParameterizedTest
  @FieldSource("LAYERS")
  void aPackageKnowsOnlyThoseBelow(String layer) {
    var above = LAYERS.subList(0, LAYERS.indexOf(layer)).stream();
    noClasses()
        .that()
        .resideInAPackage(all(layer))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(all(concat(above, Stream.of(PREMAIN))))
        .allowEmptyShould(true)
        .check(AGENT_CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"attach", "doctor", "jfc", "report", "run", "sidecar", "trace"})
  void onlyTheEntryOfTheCommandLineKnowsACommand(String command) {
    noClasses()
        .that()
        .resideInAPackage(all("cli"))
        .and()
        .resideOutsideOfPackages(ROOT + ".cli", all("cli." + command))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(all("cli." + command))
        .check(AGENT_CLASSES);
  }

  @Test
  void premainKnowsNoOther() {
    noClasses()
        .that()
        .resideInAPackage(all(PREMAIN))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(all(LAYERS.stream()))
        .check(AGENT_CLASSES);
  }

  @Test
  void everyPackageHasItsPlace() {
    classes()
        .that()
        .resideInAPackage(ROOT + "..")
        .should()
        .resideInAnyPackage(all(concat(LAYERS.stream(), Stream.of(PREMAIN))))
        .check(AGENT_CLASSES);
  }

  @Test
  void noPackagesKnowEachOther() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(AGENT_CLASSES);
  }

  private static String all(String name) {
    return ROOT + "." + name + "..";
  }

  private static String[] all(Stream<String> names) {
    return names.map(PackageArrowsTest::all).toArray(String[]::new);
  }
}
