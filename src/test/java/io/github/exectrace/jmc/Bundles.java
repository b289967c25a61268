package io.github.exectrace.jmc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The bundles that a plug-in meets in an installation, and the JDK below them. */
final class Bundles {
  /** A class and the bundle that it is in; empty for the JDK. */
  record Found(ClassModel model, Optional<BundleJar> bundle) {}

  private final List<BundleJar> jars;
  private final Map<String, Optional<Found>> found = new HashMap<>();

  private Bundles(List<BundleJar> jars) {
    this.jars = jars;
  }

  static Bundles of(List<Path> files) {
    return new Bundles(files.stream().map(BundleJar::read).toList());
  }

  /** All jars of a folder. */
  static Bundles in(Path folder) {
    try (var files = Files.list(folder)) {
      return of(files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A class by its internal name. */
  Optional<Found> find(String internalName) {
    return found.computeIfAbsent(internalName, this::search);
  }

  private Optional<Found> search(String internalName) {
    for (var jar : jars) {
      var model = jar.find(internalName);
      if (model.isPresent()) {
        return Optional.of(new Found(model.get(), Optional.of(jar)));
      }
    }
    try (var in =
        ClassLoader.getPlatformClassLoader().getResourceAsStream(internalName + ".class")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new Found(ClassFile.of().parse(in.readAllBytes()), Optional.empty()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The names of the bundles that one sees: those that it requires and what these re-export. */
  Set<String> visibleFrom(OsgiManifest manifest) {
    var visible = new LinkedHashSet<String>();
    var next = new ArrayDeque<String>();
    manifest.clauses("Require-Bundle").forEach(clause -> next.add(clause.name()));
    while (!next.isEmpty()) {
      var name = next.remove();
      if (visible.add(name)) {
        jars.stream()
            .filter(jar -> jar.manifest().symbolicName().filter(name::equals).isPresent())
            .flatMap(jar -> jar.manifest().clauses("Require-Bundle").stream())
            .filter(clause -> "reexport".equals(clause.parameters().get("visibility:")))
            .forEach(clause -> next.add(clause.name()));
      }
    }
    return visible;
  }

  /** Whether a bundle lets all others see a package. */
  static boolean exports(BundleJar bundle, String packageName) {
    return bundle.manifest().clauses("Export-Package").stream()
        .filter(clause -> clause.name().equals(packageName))
        .anyMatch(
            clause ->
                !"true".equals(clause.parameters().get("x-internal:"))
                    && !clause.parameters().containsKey("x-friends:"));
  }
}
