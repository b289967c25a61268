package io.github.exectrace.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** The C library's loader of shared objects (dlopen(3)), asked why it refuses one. */
final class DynamicLoader {
  private static final SymbolLookup LIBRARY = Linker.nativeLinker().defaultLookup();
  private static final int RTLD_NOW = 2; // dlfcn.h

  private DynamicLoader() {}

  /** What it says about a file, which the JVM keeps to itself; empty if it has nothing to say. */
  static String complaintAbout(String path) {
    try (var arena = Arena.ofConfined()) {
      var open = NativeFunction.find(LIBRARY, "dlopen");
      var error = NativeFunction.find(LIBRARY, "dlerror");
      if (open.call(ForeignApi.allocate(arena, path).address(), RTLD_NOW).value() != 0) {
        return "";
      }
      long text = error.call().value();
      return text == 0
          ? ""
          : ForeignApi.string(MemorySegment.ofAddress(text).reinterpret(Long.MAX_VALUE), 0);
    } catch (UnsatisfiedLinkError unknown) {
      return "";
    }
  }
}
