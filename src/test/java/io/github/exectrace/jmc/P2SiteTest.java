package io.github.exectrace.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The p2 site, as JMC's installer reads it. */
class P2SiteTest {
  private static final Path JAR = Path.of(System.getProperty("exectrace.jmc.jar"));
  private static final Path SITE = JAR.resolveSibling("p2");

  private static List<Element> elements(String file, String tag) throws Exception {
    var parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    var nodes = parser.parse(SITE.resolve(file).toFile()).getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static Map<String, String> properties(Element element) {
    var properties = new LinkedHashMap<String, String>();
    var nodes = element.getElementsByTagName("property");
    for (int i = 0; i < nodes.getLength(); i++) {
      var property = (Element) nodes.item(i);
      properties.put(property.getAttribute("name"), property.getAttribute("value"));
    }
    return properties;
  }

  @Test
  void everyArtifactIsThereWithItsSizeAndChecksum() throws Exception {
    var artifacts = elements("artifacts.xml", "artifact");
    assertThat(artifacts).hasSize(2);
    for (var artifact : artifacts) {
      var folder =
          artifact.getAttribute("classifier").equals("osgi.bundle") ? "plugins" : "features";
      var file =
          SITE.resolve(folder)
              .resolve(
                  artifact.getAttribute("id") + "_" + artifact.getAttribute("version") + ".jar");
      assertThat(properties(artifact))
          .containsEntry("download.size", Long.toString(Files.size(file)))
          .containsEntry("download.checksum.sha-256", sha256(file));
    }
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  @Test
  void whatTheSiteRequiresIsWhatTheBundleRequires() throws Exception {
    var ofSite = new TreeMap<String, String>();
    for (var required : elements("content.xml", "required")) {
      if (required.getAttribute("namespace").equals("osgi.bundle")) {
        ofSite.put(required.getAttribute("name"), required.getAttribute("range"));
      }
    }
    var ofBundle = new TreeMap<String, String>();
    var manifest = BundleJar.read(JAR).manifest();
    for (var clause : manifest.clauses("Require-Bundle")) {
      ofBundle.put(clause.name(), clause.parameters().getOrDefault("bundle-version", "0.0.0"));
    }
    assertThat(ofSite).isEqualTo(ofBundle);
    for (var unit : elements("content.xml", "unit")) {
      assertThat(unit.getAttribute("version")).isEqualTo(manifest.headers().get("Bundle-Version"));
    }
  }

  @Test
  void countsOfThePartsAreRight() throws Exception {
    for (var file : List.of("content.xml", "artifacts.xml")) {
      for (var element : elements(file, "*")) {
        if (element.hasAttribute("size")) {
          var children = element.getChildNodes();
          long count =
              IntStream.range(0, children.getLength())
                  .filter(i -> children.item(i) instanceof Element)
                  .count();
          assertThat(element.getAttribute("size"))
              .as(file + " " + element.getTagName())
              .isEqualTo(Long.toString(count));
        }
      }
    }
  }

  @Test
  void theFeatureNamesTheBundle() throws IOException {
    try (var features = Files.list(SITE.resolve("features"))) {
      var feature = BundleJar.read(features.findFirst().orElseThrow());
      assertThat(new String(feature.entries().get("feature.xml"), StandardCharsets.UTF_8))
          .contains("<plugin id=\"io.github.exectrace.jmc\" version=\"")
          .doesNotContain("@version@");
    }
  }
}
