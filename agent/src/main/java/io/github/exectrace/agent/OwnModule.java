package io.github.exectrace.agent;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The jar's module as the agent runs in it: nothing is exported. What the module exports as a
 * library would let the application call the kernel and load libraries with the agent's rights, if
 * only it got hold of one of the classes, such as by walking the stack in a stream that it has put
 * in place of System.err.
 */
final class OwnModule implements ModuleFinder {
  private final ModuleReference closed;

  /** That of the jar, which holds one module. */
  OwnModule(Path jar) {
    this.closed = new Closed(ModuleFinder.of(jar).findAll().iterator().next());
  }

  String name() {
    return closed.descriptor().name();
  }

  @Override
  public Optional<ModuleReference> find(String name) {
    return name.equals(name()) ? Optional.of(closed) : Optional.empty();
  }

  @Override
  public Set<ModuleReference> findAll() {
    return Set.of(closed);
  }

  private static final class Closed extends ModuleReference {
    private final ModuleReference original;

    Closed(ModuleReference original) {
      super(withoutExports(original.descriptor()), original.location().orElseThrow());
      this.original = original;
    }

    private static ModuleDescriptor withoutExports(ModuleDescriptor descriptor) {
      var closed = ModuleDescriptor.newModule(descriptor.name()).packages(descriptor.packages());
      descriptor.requires().forEach(closed::requires);
      return closed.build();
    }

    @Override
    public ModuleReader open() throws IOException {
      return original.open();
    }
  }
}
