package io.github.exectrace.spawn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.exectrace.bpf.ForeignApi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where HotSpot keeps the fields of its own structures, as it says itself in the table {@code
 * gHotSpotVMStructs}, which is made for debuggers (src/hotspot/share/runtime/vmStructs.hpp).
 * Immutable.
 */
final class VmStructs {
  private static final String TABLE = "gHotSpotVMStructs";
  private static final String COLUMN = "gHotSpotVMStructEntry";

  private final Map<String, Long> offsets;

  private VmStructs(Map<String, Long> offsets) {
    this.offsets = offsets;
  }

  /**
   * Reads the table of this JVM.
   *
   * @param fields the instance fields to look for, as {@code Type::_field}
   * @return nothing found if the JVM exports no such table
   */
  static VmStructs read(Set<String> fields) {
    var library = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
    try (var arena = Arena.ofConfined()) {
      return new VmStructs(new Table(SymbolLookup.libraryLookup(library, arena)).find(fields));
    } catch (IllegalArgumentException | UnsatisfiedLinkError notHotSpot) {
      return new VmStructs(Map.of());
    }
  }

  /** In bytes from the begin of the structure; empty if this JVM does not export it. */
  OptionalLong offset(String field) {
    var offset = offsets.get(field);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The table in the JVM's memory, valid as long as its library's lookup. */
  private static final class Table {
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final long first;
    private final long stride;
    private final long typeName;
    private final long fieldName;
    private final long offset;

    Table(SymbolLookup jvm) {
      first = variable(jvm, TABLE);
      stride = variable(jvm, COLUMN.replace("Entry", "EntryArrayStride"));
      typeName = variable(jvm, COLUMN + "TypeNameOffset");
      fieldName = variable(jvm, COLUMN + "FieldNameOffset");
      offset = variable(jvm, COLUMN + "OffsetOffset");
    }

    private static long variable(SymbolLookup jvm, String name) {
      var address =
          jvm.find(name)
              .orElseThrow(() -> new UnsatisfiedLinkError("no variable " + name + " in the JVM"));
      return address.reinterpret(Long.BYTES).get(JAVA_LONG, 0);
    }

    Map<String, Long> find(Set<String> fields) {
      var found = new HashMap<String, Long>();
      long lastType = 0;
      boolean wanted = false;
      for (long entry = first; found.size() < fields.size(); entry += stride) {
        long type = pointer(entry + typeName);
        if (type == 0) {
          break; // the end of the table
        }
        // The fields of a type stand together and share the string of its name.
        if (type != lastType) {
          lastType = type;
          wanted = isWanted(text(type), fields);
        }
        if (wanted) {
          var field = text(type) + "::" + text(pointer(entry + fieldName));
          if (fields.contains(field)) {
            found.put(field, pointer(entry + offset));
          }
        }
      }
      return found;
    }

    private static boolean isWanted(String type, Set<String> fields) {
      for (var field : fields) {
        if (field.startsWith(type) && field.startsWith("::", type.length())) {
          return true;
        }
      }
      return false;
    }

    private static long pointer(long address) {
      return MEMORY.get(JAVA_LONG, address);
    }

    private static String text(long address) {
      return ForeignApi.string(MEMORY, address);
    }
  }
}
