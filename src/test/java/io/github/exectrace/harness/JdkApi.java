package io.github.exectrace.harness;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The API of an older release of the JDK, as javac's option {@code --release} has it: in the
 * archive ct.sym, in folders named after the releases that a class is the same in, one character
 * for each. Takes JDK 24 or later.
 */
public final class JdkApi implements AutoCloseable {
  private static final int NUMBERS_AND_LETTERS = 36;
  private static final String SUFFIX = ".sig";
  // Called with any arguments (java.lang.invoke, signature polymorphism).
  private static final Set<String> POLYMORPHIC =
      Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

  private final ZipFile archive;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final Map<String, ClassModel> classes = new HashMap<>(); // those looked at, and the jar's

  /** Opens that of a release, of the JDK that runs this. */
  public JdkApi(int release) throws IOException {
    this.archive = new ZipFile(Path.of(System.getProperty("java.home"), "lib", "ct.sym").toFile());
    char letter = Character.toUpperCase(Character.forDigit(release, NUMBERS_AND_LETTERS));
    archive.stream()
        .filter(entry -> entry.getName().endsWith(SUFFIX))
        .forEach(
            entry -> {
              var path = entry.getName().split("/", 3); // releases, module, class
              if (path.length == 3 && path[0].indexOf(letter) >= 0) {
                entries.put(path[2].substring(0, path[2].length() - SUFFIX.length()), entry);
              }
            });
  }

  /** What the release lacks of all that the classes of a jar refer to; sorted. */
  public Set<String> missing(Path jar) throws IOException {
    var found = new TreeSet<String>();
    try (var file = new ZipFile(jar.toFile())) {
      var ours = new ArrayList<ClassModel>();
      for (var entry : file.stream().filter(any -> any.getName().endsWith(".class")).toList()) {
        var model = ClassFile.of().parse(file.getInputStream(entry).readAllBytes());
        ours.add(model);
        classes.put(model.thisClass().asInternalName(), model);
      }
      for (var model : ours) {
        for (var entry : model.constantPool()) {
          missing(entry)
              .forEach(what -> found.add(what + " in " + model.thisClass().asInternalName()));
        }
      }
    }
    return found;
  }

  private Stream<String> missing(PoolEntry entry) throws IOException {
    return switch (entry) {
      case ClassEntry type -> missing(type.asSymbol());
      case NameAndTypeEntry named -> missingInType(named.type().stringValue());
      case MethodTypeEntry type -> missingInType(type.descriptor().stringValue());
      case MemberRefEntry member -> missing(member);
      default -> Stream.empty();
    };
  }

  private Stream<String> missingInType(String descriptor) {
    return descriptor.startsWith("(")
        ? Stream.concat(
                Stream.of(MethodTypeDesc.ofDescriptor(descriptor).returnType()),
                MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream())
            .flatMap(type -> missing(type))
        : missing(ClassDesc.ofDescriptor(descriptor));
  }

  private Stream<String> missing(ClassDesc type) {
    var element = type;
    while (element.isArray()) {
      element = element.componentType();
    }
    if (element.isPrimitive()) {
      return Stream.empty();
    }
    var name = internalName(element);
    return classes.containsKey(name) || entries.containsKey(name)
        ? Stream.empty()
        : Stream.of(name);
  }

  private Stream<String> missing(MemberRefEntry member) throws IOException {
    var owner = member.owner().asInternalName();
    if (member.owner().asSymbol().isArray() || isPolymorphic(member)) {
      return Stream.empty();
    }
    var name = member.name().stringValue();
    return has(owner, name, member.type().stringValue())
        ? Stream.empty()
        : Stream.of(owner + "." + name + member.type().stringValue());
  }

  private static boolean isPolymorphic(MemberRefEntry member) {
    return POLYMORPHIC.contains(member.owner().asInternalName())
        && (member.name().stringValue().startsWith("invoke")
            || member.name().stringValue().matches("(get|set|compare|weakCompare).*"));
  }

  private boolean has(String owner, String name, String descriptor) throws IOException {
    var model = find(owner);
    if (model.isEmpty()) {
      return false;
    }
    var type = model.get();
    var members =
        Stream.concat(
            type.methods().stream()
                .map(
                    method ->
                        method.methodName().stringValue() + method.methodType().stringValue()),
            type.fields().stream()
                .map(field -> field.fieldName().stringValue() + field.fieldType().stringValue()));
    if (members.anyMatch((name + descriptor)::equals)) {
      return true;
    }
    for (var parent :
        Stream.concat(type.superclass().stream(), type.interfaces().stream()).toList()) {
      if (has(parent.asInternalName(), name, descriptor)) {
        return true;
      }
    }
    return false;
  }

  private Optional<ClassModel> find(String name) throws IOException {
    var entry = entries.get(name);
    if (entry != null && !classes.containsKey(name)) {
      classes.put(name, ClassFile.of().parse(archive.getInputStream(entry).readAllBytes()));
    }
    return Optional.ofNullable(classes.get(name));
  }

  private static String internalName(ClassDesc type) {
    var descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
