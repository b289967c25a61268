package io.github.exectrace.classfile;

import java.nio.ByteBuffer;

/**
 * What the verifier reads of types at the targets of branches (StackMapTable, 4.7.4), moved, with
 * one more entry at the end.
 */
final class StackMap {
  private static final int SAME = 0;
  private static final int SAME_ONE_ON_STACK = 64;
  private static final int LONGEST_SHORT = 63;
  private static final int RESERVED = 128;
  private static final int SAME_ONE_ON_STACK_FAR = 247;
  private static final int SAME_FAR = 251;
  private static final int FULL = 255;

  private static final int TOP = 0;
  private static final int OBJECT = 7;
  private static final int UNINITIALIZED = 8; // with the place of its instruction `new`

  private final ByteBuffer in;
  private final Insertion insertion;
  private final ByteBuffer out;
  private int place = -1; // of the entry before, where it was
  private int count;

  private StackMap(ByteBuffer in, Insertion insertion, ByteBuffer out) {
    this.in = in;
    this.insertion = insertion;
    this.out = out;
  }

  /**
   * Writes it.
   *
   * @param in the count and the entries
   * @param handler where the handler begins that is behind all else
   * @param variable the one local variable that it needs
   * @param variableType constant that names its class
   * @param caughtType constant that names the class of what it catches
   */
  static void write(
      ByteBuffer in,
      Insertion insertion,
      ByteBuffer out,
      int handler,
      int variable,
      int variableType,
      int caughtType)
      throws UnknownShapeException {
    int countAt = out.position();
    out.putShort((short) 0);
    var map = new StackMap(in, insertion, out);
    int entries = Short.toUnsignedInt(in.getShort());
    while (map.count < entries) {
      map.moveEntry();
    }
    map.addHandler(handler, variable, variableType, caughtType);
    out.putShort(countAt, (short) map.count);
  }

  private void moveEntry() throws UnknownShapeException {
    int type = Byte.toUnsignedInt(in.get());
    if (type < SAME_ONE_ON_STACK) {
      begin(type - SAME, SAME, SAME_FAR);
    } else if (type < RESERVED) {
      begin(type - SAME_ONE_ON_STACK, SAME_ONE_ON_STACK, SAME_ONE_ON_STACK_FAR);
      copyTypes(1);
    } else if (type < SAME_ONE_ON_STACK_FAR) {
      throw new UnknownShapeException("its stack map has an entry of the unknown kind " + type);
    } else {
      out.put((byte) type).putShort((short) distance(Short.toUnsignedInt(in.getShort())));
      copyRest(type);
    }
  }

  private void copyRest(int type) throws UnknownShapeException {
    if (type == SAME_ONE_ON_STACK_FAR) {
      copyTypes(1);
    } else if (type == FULL) {
      copyTypes(copyCount());
      copyTypes(copyCount());
    } else if (type > SAME_FAR) {
      copyTypes(type - SAME_FAR);
    }
  }

  private void begin(int before, int near, int far) {
    int distance = distance(before);
    if (distance <= LONGEST_SHORT) {
      out.put((byte) (near + distance));
    } else {
      out.put((byte) far).putShort((short) distance);
    }
  }

  /** From the entry before, less one, as the format has it. */
  private int distance(int before) {
    int previous = insertion.moved(place);
    place += before + 1;
    count++;
    return insertion.moved(place) - previous - 1;
  }

  private int copyCount() {
    short count = in.getShort();
    out.putShort(count);
    return Short.toUnsignedInt(count);
  }

  private void copyTypes(int types) throws UnknownShapeException {
    for (int i = 0; i < types; i++) {
      byte type = in.get();
      out.put(type);
      if (type == OBJECT) {
        out.putShort(in.getShort());
      } else if (type == UNINITIALIZED) {
        out.putShort((short) insertion.moved(Short.toUnsignedInt(in.getShort())));
      } else if (type < 0 || type > UNINITIALIZED) {
        throw new UnknownShapeException("its stack map has the unknown type " + type);
      }
    }
  }

  /** All other variables are of no use there, whatever they are. */
  private void addHandler(int handler, int variable, int variableType, int caughtType) {
    out.put((byte) FULL).putShort((short) (handler - insertion.moved(place) - 1));
    out.putShort((short) (variable + 1));
    for (int i = 0; i < variable; i++) {
      out.put((byte) TOP);
    }
    out.put((byte) OBJECT).putShort((short) variableType);
    out.putShort((short) 1).put((byte) OBJECT).putShort((short) caughtType);
    count++;
  }
}
