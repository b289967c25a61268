package io.github.exectrace.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Jars of classes of these tests. */
public final class Jars {
  private Jars() {}

  /**
   * Writes one that holds a class and those nested in it.
   *
   * @param attributes further ones of the manifest
   * @return the jar
   */
  public static Path of(Class<?> type, Map<String, String> attributes, Path jar)
      throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(manifest.getMainAttributes()::putValue);
    var classes = Jvm.classPathOf(type);
    var folder = classes.resolve(type.getPackageName().replace('.', '/'));
    var pattern = type.getSimpleName() + "{,$*}.class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var files = Files.newDirectoryStream(folder, pattern)) {
      for (var file : files) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }
}
