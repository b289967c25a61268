package io.github.exectrace.bpf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * The functions of libbpf in use (libbpf.h, 1.0 or later), under their own names.
 *
 * <p>Since libbpf 1.0 a function that returns an {@code int} returns {@code -errno}, and one that
 * returns a pointer returns NULL and sets {@code errno}. The methods here turn both into a {@link
 * BpfException}. Safe for use by several threads as far as libbpf is: not on the same object.
 */
public final class Libbpf {
  private final NativeFunction objectOpenMem;
  private final NativeFunction objectLoad;
  private final NativeFunction objectClose;
  private final NativeFunction objectFindMap;
  private final NativeFunction objectFindProgram;
  private final NativeFunction programFd;
  private final NativeFunction programAttach;
  private final NativeFunction programUnload;
  private final NativeFunction programSetAutoload;
  private final NativeFunction progTestRun;
  private final NativeFunction mapFd;
  private final NativeFunction mapInitialValue;
  private final NativeFunction mapSetMaxEntries;
  private final NativeFunction mapLookup;
  private final NativeFunction linkDestroy;
  private final NativeFunction linkFd;
  private final NativeFunction setPrint;
  private final NativeFunction possibleCpus;
  private final NativeFunction probeHelper;
  private final NativeFunction version;

  private Libbpf(SymbolLookup library) {
    objectOpenMem = NativeFunction.find(library, "bpf_object__open_mem");
    objectLoad = NativeFunction.find(library, "bpf_object__load");
    objectClose = NativeFunction.find(library, "bpf_object__close");
    objectFindMap = NativeFunction.find(library, "bpf_object__find_map_by_name");
    objectFindProgram = NativeFunction.find(library, "bpf_object__find_program_by_name");
    programFd = NativeFunction.find(library, "bpf_program__fd");
    programAttach = NativeFunction.find(library, "bpf_program__attach");
    programUnload = NativeFunction.find(library, "bpf_program__unload");
    programSetAutoload = NativeFunction.find(library, "bpf_program__set_autoload");
    progTestRun = NativeFunction.find(library, "bpf_prog_test_run_opts");
    mapFd = NativeFunction.find(library, "bpf_map__fd");
    mapInitialValue = NativeFunction.find(library, "bpf_map__initial_value");
    mapSetMaxEntries = NativeFunction.find(library, "bpf_map__set_max_entries");
    mapLookup = NativeFunction.find(library, "bpf_map_lookup_elem");
    linkDestroy = NativeFunction.find(library, "bpf_link__destroy");
    linkFd = NativeFunction.find(library, "bpf_link__fd");
    setPrint = NativeFunction.find(library, "libbpf_set_print");
    possibleCpus = NativeFunction.find(library, "libbpf_num_possible_cpus");
    probeHelper = NativeFunction.find(library, "libbpf_probe_bpf_helper");
    version = NativeFunction.find(library, "libbpf_version_string");
  }

  /**
   * The libbpf that ships with this project, loaded from memory and never unloaded.
   *
   * @throws BpfException if there is none for this processor or the system refuses to load it
   */
  public static Libbpf bundled() throws BpfException {
    Seccomp.check();
    return Bundled.get();
  }

  /**
   * Another libbpf, never unloaded.
   *
   * @param path a shared object, version 1.0 or later
   * @throws BpfException if it cannot be loaded or lacks a function
   */
  public static Libbpf at(Path path) throws BpfException {
    Seccomp.check();
    try {
      SharedObject.check(path);
    } catch (IOException unfit) {
      throw refused(path.toString(), "it " + unfit.getMessage());
    }
    try {
      return load(path.toAbsolutePath().toString());
    } catch (IllegalArgumentException | UnsatisfiedLinkError failure) {
      throw refused(path.toString(), failure.getMessage());
    }
  }

  private static BpfException refused(String name, String reason) {
    return new BpfException(
        "loading libbpf from "
            + name
            + " failed: "
            + reason
            + "; name a shared object of libbpf 1.0 or later, or leave the option out to use the"
            + " one in the jar");
  }

  private static Libbpf load(String path) {
    return new Libbpf(SymbolLookup.libraryLookup(path, Arena.global()));
  }

  /** Holds the one copy of the library that ships with the project. */
  private static final class Bundled {
    private static Libbpf loaded;

    static synchronized Libbpf get() throws BpfException {
      if (loaded == null) {
        int fd = Libc.memoryFile("libbpf.so", content());
        try {
          loaded = load(name(fd));
        } catch (IllegalArgumentException | UnsatisfiedLinkError failure) {
          throw notLoaded(name(fd), failure.getMessage());
        } finally {
          Libc.close(fd);
        }
      }
      return loaded;
    }

    /** dlopen(3) takes names only, and this is the name of a file in memory. */
    private static String name(int fd) {
      return "/proc/self/fd/" + fd;
    }

    private static BpfException notLoaded(String path, String reason) {
      var complaint = DynamicLoader.complaintAbout(path);
      return new BpfException(
          "loading libbpf from the jar failed: "
              + (complaint.isEmpty() ? reason : complaint)
              + "; it takes a mounted /proc and the right to execute what is in memory"
              + " (memfd_create(2)), or another libbpf that lib=PATH names");
    }

    private static byte[] content() throws BpfException {
      var architecture = System.getProperty("os.arch");
      var directory = architecture.equals("amd64") ? "x86_64" : architecture;
      try (var resource = Libbpf.class.getResourceAsStream(directory + "/libbpf.so")) {
        if (resource == null) {
          throw new BpfException(
              "the jar holds no libbpf for "
                  + architecture
                  + " (only for x86_64 and aarch64); name one with lib=PATH");
        }
        return resource.readAllBytes();
      } catch (BpfException failure) {
        throw failure;
      } catch (IOException failure) {
        throw new BpfException("reading libbpf from the jar failed: " + failure.getMessage());
      }
    }
  }

  /** For example {@code v1.7}. */
  public String versionString() {
    return ForeignApi.string(MemorySegment.ofAddress(version.call().value()).reinterpret(64), 0);
  }

  /**
   * Whether the kernel lets a type of program call a helper.
   *
   * @param programType of {@code enum bpf_prog_type} of linux/bpf.h
   * @param helper of {@code enum bpf_func_id}
   * @return true also if the kernel loads no program of that type at all
   */
  public boolean hasHelper(int programType, int helper) {
    return probeHelper.call(programType, helper, 0).asInt() != 0;
  }

  int possibleCpus() throws BpfException {
    return nonNegative("libbpf_num_possible_cpus", possibleCpus.call(), "");
  }

  /** Where libbpf's messages go: a function pointer, or 0 for nowhere. */
  void setPrint(long function) {
    setPrint.call(function);
  }

  long openObject(MemorySegment elf, MemorySegment options) throws BpfException {
    return pointer(
        "bpf_object__open_mem",
        objectOpenMem.call(elf.address(), elf.byteSize(), options.address()));
  }

  void loadObject(long object, String advice) throws BpfException {
    nonNegative("bpf_object__load", objectLoad.call(object), advice);
  }

  void closeObject(long object) {
    objectClose.call(object);
  }

  long findMap(long object, MemorySegment name) throws BpfException {
    return pointer(
        "bpf_object__find_map_by_name(" + ForeignApi.string(name, 0) + ")",
        objectFindMap.call(object, name.address()));
  }

  long findProgram(long object, MemorySegment name) throws BpfException {
    return pointer(
        "bpf_object__find_program_by_name(" + ForeignApi.string(name, 0) + ")",
        objectFindProgram.call(object, name.address()));
  }

  void setAutoload(long program, boolean load) throws BpfException {
    nonNegative("bpf_program__set_autoload", programSetAutoload.call(program, load ? 1 : 0), "");
  }

  int programFd(long program) throws BpfException {
    return nonNegative("bpf_program__fd", programFd.call(program), "");
  }

  long attach(long program, String name, String advice) throws BpfException {
    var outcome = programAttach.call(program);
    if (outcome.value() == 0) {
      throw new BpfException("attaching " + name, outcome.errno(), advice);
    }
    return outcome.value();
  }

  /** Closes the object's descriptor of a program, which goes on as long as something holds it. */
  void unload(long program) {
    programUnload.call(program);
  }

  void destroyLink(long link) {
    linkDestroy.call(link);
  }

  int linkFd(long link) throws BpfException {
    return nonNegative("bpf_link__fd", linkFd.call(link), "");
  }

  void testRun(int programFd, MemorySegment options) throws BpfException {
    nonNegative("bpf_prog_test_run_opts", progTestRun.call(programFd, options.address()), "");
  }

  int mapFd(long map) throws BpfException {
    return nonNegative("bpf_map__fd", mapFd.call(map), "");
  }

  /**
   * The memory that a map of global data starts with; may be written until the object is loaded.
   */
  MemorySegment initialValue(long map) throws BpfException {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(Long.BYTES, Long.BYTES);
      var address = pointer("bpf_map__initial_value", mapInitialValue.call(map, size.address()));
      return MemorySegment.ofAddress(address).reinterpret(size.get(ValueLayout.JAVA_LONG, 0));
    }
  }

  void setMaxEntries(long map, int entries) throws BpfException {
    nonNegative("bpf_map__set_max_entries", mapSetMaxEntries.call(map, entries), "");
  }

  void lookup(int mapFd, MemorySegment key, MemorySegment value) throws BpfException {
    Seccomp.checkUnchanged();
    nonNegative("bpf_map_lookup_elem", mapLookup.call(mapFd, key.address(), value.address()), "");
  }

  private static int nonNegative(String tried, NativeFunction.Outcome outcome, String advice)
      throws BpfException {
    if (outcome.asInt() < 0) {
      throw new BpfException(tried, -outcome.asInt(), advice);
    }
    return outcome.asInt();
  }

  private static long pointer(String tried, NativeFunction.Outcome outcome) throws BpfException {
    if (outcome.value() == 0) {
      throw new BpfException(tried, outcome.errno(), "");
    }
    return outcome.value();
  }
}
