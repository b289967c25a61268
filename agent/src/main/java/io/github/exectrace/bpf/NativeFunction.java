package io.github.exectrace.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A C function whose parameters and result are integers or pointers, six of them at most.
 *
 * <p>The calling conventions of x86-64 and AArch64 pass all of these in the same registers, so one
 * downcall shape serves every function. That matters at start-up: each further shape costs the JVM
 * several milliseconds of code generation. Results narrower than 64 bits have undefined upper bits
 * and must be narrowed by the caller.
 *
 * <p>Safe for use by several threads.
 */
final class NativeFunction {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  private final String name;
  private final MemorySegment address;

  private NativeFunction(String name, MemorySegment address) {
    this.name = name;
    this.address = address;
  }

  /** What a function returned, and the {@code errno} it left behind. */
  record Outcome(long value, int errno) {
    /** The value of a function that returns a C {@code int}. */
    int asInt() {
      return (int) value;
    }
  }

  /**
   * A function that has to be there.
   *
   * @throws UnsatisfiedLinkError if it is not
   */
  static NativeFunction find(SymbolLookup library, String name) {
    var function = findIfPresent(library, name);
    function.check();
    return function;
  }

  /** A function that may be missing; whoever calls it then gets an {@link UnsatisfiedLinkError}. */
  static NativeFunction findIfPresent(SymbolLookup library, String name) {
    return new NativeFunction(name, library.find(name).orElse(MemorySegment.NULL));
  }

  /** Code that is somewhere in memory and keeps to the calling conventions. */
  static NativeFunction at(String name, MemorySegment code) {
    return new NativeFunction(name, code);
  }

  private void check() {
    if (address.address() == 0) {
      throw new UnsatisfiedLinkError("no function " + name + " in the library");
    }
  }

  Outcome call() {
    return call(0, 0, 0, 0, 0, 0);
  }

  Outcome call(long a) {
    return call(a, 0, 0, 0, 0, 0);
  }

  Outcome call(long a, long b) {
    return call(a, b, 0, 0, 0, 0);
  }

  Outcome call(long a, long b, long c) {
    return call(a, b, c, 0, 0, 0);
  }

  Outcome call(long a, long b, long c, long d) {
    return call(a, b, c, d, 0, 0);
  }

  Outcome call(long a, long b, long c, long d, long e, long f) {
    check();
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(CALL_STATE);
      var value = (long) CALL.invokeExact(address, state, a, b, c, d, e, f);
      return new Outcome(value, state.get(ValueLayout.JAVA_INT, ERRNO_OFFSET));
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError("a downcall declares no exception", impossible);
    }
  }
}
