package io.github.exectrace.jmc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A bundle on the disk.
 *
 * @param entries the contents by name
 */
record BundleJar(Path file, OsgiManifest manifest, Map<String, byte[]> entries) {
  static BundleJar read(Path file) {
    var entries = new TreeMap<String, byte[]>();
    try (var jar = new JarFile(file.toFile(), false)) {
      for (var entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
        try (var in = jar.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
      var manifest = Optional.ofNullable(jar.getManifest()).orElseGet(Manifest::new);
      return new BundleJar(file, OsgiManifest.of(manifest), entries);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }

  /** A class by its internal name. */
  Optional<ClassModel> find(String internalName) {
    return Optional.ofNullable(entries.get(internalName + ".class"))
        .map(bytes -> ClassFile.of().parse(bytes));
  }

  /** The internal names of all classes. */
  List<String> classNames() {
    return entries.keySet().stream()
        .filter(name -> name.endsWith(".class"))
        .map(name -> name.substring(0, name.length() - ".class".length()))
        .toList();
  }

  /** The name that other bundles require it by; a fragment has that of its host. */
  String name() {
    return manifest.clauses("Fragment-Host").stream()
        .map(OsgiManifest.Clause::name)
        .findFirst()
        .or(manifest::symbolicName)
        .orElse("");
  }
}
