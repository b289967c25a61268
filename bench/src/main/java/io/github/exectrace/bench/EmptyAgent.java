package io.github.exectrace.bench;

import io.github.exectrace.bench.app.DoesNothing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jar of {@link DoesNothing}. */
final class EmptyAgent {
  private EmptyAgent() {}

  static Path write(Path jar) throws IOException {
    var name = DoesNothing.class.getName();
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", name);
    var entry = name.replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var code = DoesNothing.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      code.transferTo(out);
    }
    return jar;
  }
}
