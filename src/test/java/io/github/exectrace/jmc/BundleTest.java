package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Jvm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.w3c.dom.Element;

/** The bundle as a user drops it into JMC. */
class BundleTest {
  private static final BundleJar BUNDLE =
      BundleJar.read(Path.of(System.getProperty("exectrace.jmc.jar")));
  private static final String OWN = "io/github/exectrace/jmc/";
  private static final String EVENTS = "io/github/exectrace/events/";
  private static final String VISIBLE_TEXT = "io/github/exectrace/text/VisibleText.class";
  private static final String TEXTS = OWN + "messages.properties";
  private static final String RULES = "META-INF/services/" + IRule.class.getName();

  @Test
  void holdsNoClassButItsOwn() {
    assertThat(BUNDLE.entries().keySet())
        .allMatch(
            name ->
                name.startsWith(OWN)
                    || name.startsWith(EVENTS)
                    || name.equals(VISIBLE_TEXT)
                    || name.startsWith("icons/")
                    || name.startsWith("META-INF/licenses/")
                    || Set.of("META-INF/MANIFEST.MF", "plugin.xml", RULES).contains(name));
  }

  @Test
  void runsOnJava11() {
    for (var name : BUNDLE.classNames()) {
      assertThat(BUNDLE.find(name).orElseThrow().majorVersion())
          .as(name)
          .isEqualTo(ClassFile.JAVA_11_VERSION);
    }
  }

  @Test
  void givesOtherBundlesNothingAndTakesWholeBundles() {
    assertThat(BUNDLE.manifest().headers())
        .containsEntry("Bundle-RequiredExecutionEnvironment", "JavaSE-11")
        .containsEntry("Bundle-SymbolicName", "io.github.exectrace.jmc;singleton:=true")
        .doesNotContainKeys(
            "Export-Package", "Import-Package", "DynamicImport-Package", "Bundle-Activator");
    assertThat(BUNDLE.manifest().headers().get("Bundle-Version")).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(BUNDLE.manifest().clauses("Require-Bundle"))
        .filteredOn(clause -> clause.name().startsWith("org.openjdk.jmc."))
        .isNotEmpty()
        .allSatisfy(
            clause ->
                assertThat(clause.parameters()).containsEntry("bundle-version", "[8.2.0,11.0.0)"));
  }

  @Test
  void linksWithTheOldestCoreOfJmc() {
    linksWithCore(Bundles.in(Path.of(System.getProperty("exectrace.jmc.oldest"))));
  }

  @Test
  void linksWithTheNewestCoreOfJmc() {
    linksWithCore(
        Bundles.of(
            List.of(
                Jvm.classPathOf(IItemCollection.class),
                Jvm.classPathOf(JfrLoaderToolkit.class),
                Jvm.classPathOf(IRule.class))));
  }

  private static void linksWithCore(Bundles core) {
    var check = new LinkCheck(BUNDLE, core, BundleTest::isOfCore);
    assertThat(check.problems()).isEmpty();
    assertThat(check.resolved()).isGreaterThan(100);
  }

  private static boolean isOfCore(String name) {
    return name.startsWith("org/openjdk/jmc/common/")
        || (name.startsWith("org/openjdk/jmc/flightrecorder/")
            && !name.startsWith("org/openjdk/jmc/flightrecorder/ui/"));
  }

  /** One test for each folder that the system property jmc.home names, with colons between them. */
  @TestFactory
  Stream<DynamicTest> linksWithAnInstalledJmc() {
    var homes = System.getProperty("jmc.home", "");
    if (homes.isEmpty()) {
      System.err.println("not linked with an installed JMC: -Djmc.home names no folder of bundles");
    }
    return Pattern.compile(":")
        .splitAsStream(homes)
        .filter(home -> !home.isEmpty())
        .map(home -> DynamicTest.dynamicTest(home, () -> linksWithAllOf(Path.of(home))));
  }

  private static void linksWithAllOf(Path home) {
    var check = new LinkCheck(BUNDLE, Bundles.in(home), name -> !name.startsWith("java/"));
    assertThat(check.problems()).isEmpty();
    assertThat(check.resolved()).isGreaterThan(100);
  }

  @Test
  void everyTextIsThereAndUsed() throws IOException {
    var texts = new Properties();
    var content = text(TEXTS);
    assertThat(content).as("Eclipse reads it as Latin 1, Java as UTF-8").matches("\\p{ASCII}*");
    texts.load(new StringReader(content));
    var used = new TreeSet<String>();
    for (var name : BUNDLE.classNames()) {
      for (var entry : BUNDLE.find(name).orElseThrow().constantPool()) {
        if (entry instanceof StringEntry string
            && string.stringValue().matches("(model|rule|page)(\\.\\w+)+")) {
          used.add(string.stringValue());
        }
      }
    }
    for (var source : List.of(text("plugin.xml"), text("META-INF/MANIFEST.MF"))) {
      Pattern.compile("%([\\w.]+)").matcher(source).results().forEach(m -> used.add(m.group(1)));
    }
    assertThat(new TreeSet<>(texts.stringPropertyNames())).isEqualTo(used);
  }

  @Test
  void pluginXmlNamesWhatIsThere() throws Exception {
    var xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(BUNDLE.entries().get("plugin.xml")));
    var elements = xml.getElementsByTagName("*");
    var points = new HashSet<String>();
    for (int i = 0; i < elements.getLength(); i++) {
      var element = (Element) elements.item(i);
      if (element.hasAttribute("point")) {
        points.add(element.getAttribute("point"));
      }
      if (element.hasAttribute("class")) {
        var factory = BUNDLE.find(element.getAttribute("class").replace('.', '/'));
        assertThat(factory).as(element.getAttribute("class")).isPresent();
      }
      for (var file : List.of("icon", "file")) {
        if (element.hasAttribute(file)) {
          assertThat(BUNDLE.entries()).containsKey(element.getAttribute(file));
        }
      }
    }
    assertThat(points).contains("org.openjdk.jmc.flightrecorder.rules.ruleProvider");
  }

  @Test
  void everyRuleIsAnnounced() {
    var rules = new ArrayList<String>();
    for (var name : BUNDLE.classNames()) {
      var model = BUNDLE.find(name).orElseThrow();
      if (name.endsWith("Rule") && !model.flags().has(AccessFlag.ABSTRACT)) {
        rules.add(name.replace('/', '.'));
      }
    }
    assertThat(text(RULES).lines()).containsExactlyInAnyOrderElementsOf(rules).hasSize(9);
  }

  private static String text(String entry) {
    return new String(BUNDLE.entries().get(entry), StandardCharsets.UTF_8);
  }
}
