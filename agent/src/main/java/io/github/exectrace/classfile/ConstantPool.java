package io.github.exectrace.classfile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The constants of a class file (4.4), and those added to them, each of which gets a new number.
 */
final class ConstantPool {
  static final int COUNT_AT = 8; // behind magic and version
  static final int BEGIN = 10;

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;
  private static final int MOST = 0xffff;
  private static final int ROOM = 4096;

  private final ByteBuffer file;
  private final int[] places; // where each begins with its tag
  private final int end;
  private final ByteBuffer added = ByteBuffer.allocate(ROOM);
  private int count;

  ConstantPool(ByteBuffer file) throws UnknownShapeException {
    this.file = file;
    this.count = Short.toUnsignedInt(file.getShort(COUNT_AT));
    this.places = new int[count];
    int place = BEGIN;
    for (int i = 1; i < count; i++) {
      places[i] = place;
      int tag = file.get(place);
      place += length(tag, place);
      if (tag == LONG || tag == DOUBLE) {
        i++; // these take two numbers
      }
    }
    this.end = place;
  }

  private int length(int tag, int place) throws UnknownShapeException {
    return switch (tag) {
      case UTF8 -> 3 + Short.toUnsignedInt(file.getShort(place + 1));
      case CLASS, 8, 16, 19, 20 -> 3; // String, MethodType, Module, Package
      case 15 -> 4; // MethodHandle
      case 3, 4, 9, METHOD, 11, NAME_AND_TYPE, 17, 18 -> 5; // numbers, references, dynamic ones
      case LONG, DOUBLE -> 9;
      default -> throw new UnknownShapeException("it has a constant of the unknown kind " + tag);
    };
  }

  /** Where in the file the rest begins. */
  int end() {
    return end;
  }

  /** The text of a constant of the kind Utf8. */
  String text(int index) {
    int length = Short.toUnsignedInt(file.getShort(places[index] + 1));
    byte[] bytes = new byte[length];
    file.get(places[index] + 3, bytes);
    return new String(bytes, StandardCharsets.UTF_8); // what is sought has no special characters
  }

  /** Whether a constant is that method of a class. */
  boolean isMethod(int index, Method method) {
    if (file.get(places[index]) != METHOD) {
      return false;
    }
    int nameAndType = reference(index, 1);
    return text(reference(nameAndType, 0)).equals(method.name())
        && text(reference(nameAndType, 1)).equals(method.descriptor())
        && text(reference(reference(index, 0), 0)).equals(method.owner());
  }

  /** The first or second constant that one refers to. */
  private int reference(int index, int which) {
    return Short.toUnsignedInt(file.getShort(places[index] + 1 + which * Short.BYTES));
  }

  /** A method's class, with slashes, its name and its descriptor. */
  record Method(String owner, String name, String descriptor) {}

  int add(Method method) {
    int owner = addClass(method.owner());
    int name = addText(method.name());
    int descriptor = addText(method.descriptor());
    int nameAndType = next(NAME_AND_TYPE);
    added.putShort((short) name).putShort((short) descriptor);
    int index = next(METHOD);
    added.putShort((short) owner).putShort((short) nameAndType);
    return index;
  }

  int addClass(String name) {
    int text = addText(name);
    int index = next(CLASS);
    added.putShort((short) text);
    return index;
  }

  int addText(String text) {
    int index = next(UTF8);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    added.putShort((short) bytes.length).put(bytes);
    return index;
  }

  private int next(int tag) {
    added.put((byte) tag);
    return count++;
  }

  /** Writes the count and all of them. */
  void writeTo(ByteBuffer out) throws UnknownShapeException {
    if (count > MOST) {
      throw new UnknownShapeException("it has no room for more constants");
    }
    out.putShort((short) count);
    out.put(file.slice(BEGIN, end - BEGIN));
    out.put(added.array(), 0, added.position());
  }
}
