package io.github.exectrace.jmc;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.InterfaceMethodRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Whether all that a bundle's bytecode refers to is there, accessible and visible in an
 * installation: what the JVM would else find out when a user opens the page.
 */
final class LinkCheck {
  private final BundleJar plugin;
  private final Bundles installed;
  private final Predicate<String> inScope;
  private final Set<String> visible;
  private final Set<String> problems = new TreeSet<>();
  private int resolved;

  /**
   * A check.
   *
   * @param inScope of which classes, by internal name
   */
  LinkCheck(BundleJar plugin, Bundles installed, Predicate<String> inScope) {
    this.plugin = plugin;
    this.installed = installed;
    this.inScope = inScope;
    visible = installed.visibleFrom(plugin.manifest());
  }

  /** What does not fit, one sentence each. */
  Set<String> problems() {
    for (var name : plugin.classNames()) {
      var model = plugin.find(name).orElseThrow();
      for (var entry : model.constantPool()) {
        switch (entry) {
          case MemberRefEntry member -> checkMember(name, member);
          case ClassEntry type -> checkClass(name, type.asInternalName());
          default -> {}
        }
      }
      if (!model.flags().has(AccessFlag.ABSTRACT)) {
        checkAbstractMethods(name, model);
      }
    }
    return problems;
  }

  /** How many references to classes and members were found to be right. */
  int resolved() {
    return resolved;
  }

  private Optional<Bundles.Found> find(String internalName) {
    var own = plugin.find(internalName);
    return own.isPresent()
        ? Optional.of(new Bundles.Found(own.get(), Optional.of(plugin)))
        : installed.find(internalName);
  }

  private void checkClass(String from, String reference) {
    var name = elementType(reference);
    if (name.isEmpty() || !inScope.test(name) || plugin.find(name).isPresent()) {
      return;
    }
    var found = find(name);
    if (found.isEmpty()) {
      problem(from, "class " + name + " is not there");
      return;
    }
    if (!found.get().model().flags().has(AccessFlag.PUBLIC)) {
      problem(from, "class " + name + " is not public");
    }
    found.get().bundle().ifPresent(bundle -> checkVisible(from, name, bundle));
    resolved++;
  }

  private void checkVisible(String from, String name, BundleJar bundle) {
    var packageName = name.substring(0, name.lastIndexOf('/')).replace('/', '.');
    if (!Bundles.exports(bundle, packageName)) {
      problem(from, bundle.name() + " does not export " + packageName);
    }
    if (!visible.contains(bundle.name())) {
      problem(from, "the manifest does not require " + bundle.name() + ", which has " + name);
    }
  }

  private void checkMember(String from, MemberRefEntry member) {
    var owner = elementType(member.owner().asInternalName());
    if (owner.isEmpty() || member.owner().asInternalName().startsWith("[")) {
      return; // clone() of an array
    }
    var start = find(owner);
    if (start.isEmpty() || !leavesPlugin(owner)) {
      return; // said of the class
    }
    var what = owner + "." + member.name().stringValue() + member.type().stringValue();
    if (member instanceof InterfaceMethodRefEntry
            != start.get().model().flags().has(AccessFlag.INTERFACE)
        && !(member instanceof FieldRefEntry)) {
      problem(from, owner + " is an interface where a class was expected, or the other way round");
      return;
    }
    var flags = lookup(owner, member, new HashSet<>());
    if (flags.isEmpty()) {
      problem(from, what + " is not there");
    } else if (!flags.get().contains(AccessFlag.PUBLIC)
        && !flags.get().contains(AccessFlag.PROTECTED)) {
      problem(from, what + " is not accessible");
    } else {
      resolved++;
    }
  }

  /** Whether a class is of others, or inherits from others. */
  private boolean leavesPlugin(String owner) {
    var own = plugin.find(owner);
    return own.isEmpty()
        ? inScope.test(owner)
        : own.get()
            .superclass()
            .map(ClassEntry::asInternalName)
            .filter(this::leavesPlugin)
            .isPresent();
  }

  private Optional<Set<AccessFlag>> lookup(String owner, MemberRefEntry member, Set<String> seen) {
    var found = find(owner);
    if (found.isEmpty() || !seen.add(owner)) {
      return Optional.empty();
    }
    var model = found.get().model();
    var here = declared(model, member);
    if (here.isPresent()) {
      boolean own = plugin.find(owner).isPresent();
      return own ? Optional.of(Set.of(AccessFlag.PUBLIC)) : here;
    }
    for (var parent : parents(model)) {
      var inherited = lookup(parent, member, seen);
      if (inherited.isPresent()) {
        return inherited;
      }
    }
    return model.flags().has(AccessFlag.INTERFACE)
        ? lookup("java/lang/Object", member, seen)
        : Optional.empty();
  }

  private static Optional<Set<AccessFlag>> declared(ClassModel model, MemberRefEntry member) {
    if (member instanceof FieldRefEntry) {
      return model.fields().stream()
          .filter(field -> field.fieldName().equals(member.name()))
          .filter(field -> field.fieldType().equals(member.type()))
          .map(field -> field.flags().flags())
          .findFirst();
    }
    return model.methods().stream()
        .filter(method -> method.methodName().equals(member.name()))
        .filter(method -> method.methodType().equals(member.type()))
        .map(method -> method.flags().flags())
        .findFirst();
  }

  private static Iterable<String> parents(ClassModel model) {
    var parents = new ArrayList<String>();
    model.superclass().ifPresent(type -> parents.add(type.asInternalName()));
    model.interfaces().forEach(type -> parents.add(type.asInternalName()));
    return parents;
  }

  /** A class that can be made must have a body for each method that it promises. */
  private void checkAbstractMethods(String name, ClassModel model) {
    var bodies = new HashSet<String>();
    var promised = new HashSet<String>();
    collect(name, bodies, promised, new HashSet<>());
    for (var method : promised) {
      if (!bodies.contains(method)) {
        problem(name, "lacks a body for " + method);
      }
    }
    resolved += model.interfaces().size();
  }

  private void collect(String name, Set<String> bodies, Set<String> promised, Set<String> seen) {
    var found = find(name);
    if (found.isEmpty() || !seen.add(name)) {
      return;
    }
    for (var method : found.get().model().methods()) {
      (method.flags().has(AccessFlag.ABSTRACT) ? promised : bodies).add(signature(method));
    }
    for (var parent : parents(found.get().model())) {
      collect(parent, bodies, promised, seen);
    }
  }

  private static String signature(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }

  /** The class within an array type; empty for an array of numbers. */
  private static String elementType(String reference) {
    if (!reference.startsWith("[")) {
      return reference;
    }
    return reference.endsWith(";")
        ? reference.substring(reference.indexOf('L') + 1, reference.length() - 1)
        : "";
  }

  private void problem(String from, String text) {
    problems.add(from + ": " + text);
  }
}
