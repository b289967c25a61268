package io.github.exectrace.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An application in one jar that holds others, as Spring Boot's Maven plug-in makes it. */
public final class NestedJar {
  /** The class that starts it. */
  public static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

  private NestedJar() {}

  /**
   * Writes one.
   *
   * @param main the application
   * @param dependency a class that it uses, in a jar within the jar
   */
  public static void write(Path jar, Class<?> main, Class<?> dependency) throws IOException {
    var entries = new TreeMap<>(loader());
    var manifest =
        "Manifest-Version: 1.0\nMain-Class: %s\nStart-Class: %s\n"
            .formatted(LAUNCHER, main.getName());
    entries.put("META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
    entries.put("BOOT-INF/classes/", new byte[0]); // what the loader looks for
    entries.put("BOOT-INF/classes/" + nameOf(main), contentOf(main));
    var nested = new ByteArrayOutputStream();
    write(nested, Map.of(nameOf(dependency), contentOf(dependency)));
    entries.put("BOOT-INF/lib/dependency.jar", nested.toByteArray());
    try (var file = Files.newOutputStream(jar)) {
      write(file, entries);
    }
  }

  private static Map<String, byte[]> loader() throws IOException {
    var classes = new TreeMap<String, byte[]>();
    try (var jar = new JarFile(loaderJar().toFile())) {
      for (var entry : jar.stream().filter(each -> each.getName().startsWith("org/")).toList()) {
        try (var content = jar.getInputStream(entry)) {
          classes.put(entry.getName(), content.readAllBytes());
        }
      }
    }
    return classes;
  }

  private static Path loaderJar() {
    try {
      return Jvm.classPathOf(Class.forName(LAUNCHER));
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String nameOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] contentOf(Class<?> type) throws IOException {
    try (var content = type.getResourceAsStream("/" + nameOf(type))) {
      return content.readAllBytes();
    }
  }

  /** Uncompressed: a jar within is read where it lies. */
  private static void write(OutputStream to, Map<String, byte[]> entries) throws IOException {
    try (var zip = new ZipOutputStream(to)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (var each : entries.entrySet()) {
        var entry = new ZipEntry(each.getKey());
        var sum = new CRC32();
        sum.update(each.getValue());
        entry.setCrc(sum.getValue());
        entry.setSize(each.getValue().length);
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
  }
}
