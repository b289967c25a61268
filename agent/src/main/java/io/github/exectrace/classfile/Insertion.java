package io.github.exectrace.classfile;

import java.nio.ByteBuffer;

/**
 * Instructions put before and behind one instruction of a method (6.5), and what has to be changed
 * in all others because of that.
 *
 * <p>What is inserted is a multiple of four bytes: the instructions for switches are padded to such
 * places, and so stay as long as they are.
 */
final class Insertion {
  private static final int ALIGNMENT = 4;
  private static final int NOP = 0;
  private static final int IINC = 132;
  private static final int IF = 153;
  private static final int JSR = 168;
  private static final int TABLE_SWITCH = 170;
  private static final int LOOKUP_SWITCH = 171;
  private static final int WIDE = 196;
  private static final int IF_NULL = 198;
  private static final int IF_NOT_NULL = 199;
  private static final int GOTO_W = 200;
  private static final int JSR_W = 201;
  private static final int CALL_BYTES = 3;

  private final ByteBuffer code;
  private final int call;
  private final byte[] before;
  private final byte[] behind;
  private final int padding;

  /**
   * Around a call.
   *
   * @param code the method's instructions
   * @param call where the call is, an instruction of three bytes
   */
  Insertion(ByteBuffer code, int call, byte[] before, byte[] behind) {
    this.code = code;
    this.call = call;
    this.before = before;
    this.behind = behind;
    this.padding = -(before.length + behind.length) & (ALIGNMENT - 1);
  }

  /** Where the instruction that began at a place begins now, or what is put before it. */
  int moved(int place) {
    return place <= call ? place : place + before.length + behind.length + padding;
  }

  /** Where the call itself begins now. */
  int movedCall() {
    return call + before.length;
  }

  /** Where it ends. */
  int movedCallEnd() {
    return movedCall() + CALL_BYTES;
  }

  /** Where all instructions end now. */
  int end() {
    return moved(code.limit());
  }

  /** Writes them all. */
  void writeTo(ByteBuffer out) throws UnknownShapeException {
    int begin = out.position();
    out.put(code.slice(0, call)).put(before).put(code.slice(call, CALL_BYTES)).put(behind);
    for (int i = 0; i < padding; i++) {
      out.put((byte) NOP);
    }
    int rest = call + CALL_BYTES;
    out.put(code.slice(rest, code.limit() - rest));
    var target = out.slice(begin, out.position() - begin);
    for (int place = 0; place < code.limit(); place += length(code, place)) {
      redirect(place, target);
    }
  }

  private void redirect(int place, ByteBuffer out) throws UnknownShapeException {
    int operation = Byte.toUnsignedInt(code.get(place));
    int operand = place + 1;
    if (isBranch(operation)) {
      int distance = distance(place, code.getShort(operand));
      if (distance != (short) distance) {
        throw new UnknownShapeException("a branch in it would become too long");
      }
      out.putShort(moved(place) + 1, (short) distance);
    } else if (operation == GOTO_W || operation == JSR_W) {
      out.putInt(moved(place) + 1, distance(place, code.getInt(operand)));
    } else if (operation == TABLE_SWITCH || operation == LOOKUP_SWITCH) {
      redirectSwitch(operation, place, out);
    }
  }

  private void redirectSwitch(int operation, int place, ByteBuffer out) {
    int operands = operands(place);
    int shift = moved(place) - place;
    int each = operation == TABLE_SWITCH ? 4 : 8;
    int end = place + switchLength(code, operation, place);
    out.putInt(operands + shift, distance(place, code.getInt(operands)));
    for (int entry = operands + (operation == TABLE_SWITCH ? 12 : 8); entry < end; entry += each) {
      int target = entry + each - Integer.BYTES;
      out.putInt(target + shift, distance(place, code.getInt(target)));
    }
  }

  /** How far it is now from an instruction to one that was at a distance. */
  private int distance(int place, int before) {
    return moved(place + before) - moved(place);
  }

  private static boolean isBranch(int operation) {
    return (operation >= IF && operation <= JSR)
        || operation == IF_NULL
        || operation == IF_NOT_NULL;
  }

  /** Of a switch: they begin at a multiple of four. */
  private static int operands(int place) {
    return (place + ALIGNMENT) & -ALIGNMENT;
  }

  private static int switchLength(ByteBuffer code, int operation, int place) {
    int operands = operands(place);
    return operation == TABLE_SWITCH
        ? operands - place + 16 + 4 * (code.getInt(operands + 8) - code.getInt(operands + 4))
        : operands - place + 8 + 8 * code.getInt(operands + 4);
  }

  /** How many bytes the instruction at a place has. */
  static int length(ByteBuffer code, int place) throws UnknownShapeException {
    int operation = Byte.toUnsignedInt(code.get(place));
    if (isBranch(operation)) {
      return 3;
    }
    return switch (operation) {
      case 16, 18, 21, 22, 23, 24, 25, 54, 55, 56, 57, 58, 169, 188 -> 2; // a byte or a variable
      case 17, 19, 20, IINC, 178, 179, 180, 181, 182, 183, 184, 187, 189, 192, 193 ->
          3; // constants
      case 197 -> 4; // multianewarray
      case 185, 186, GOTO_W, JSR_W -> 5; // invokeinterface, invokedynamic
      case WIDE -> Byte.toUnsignedInt(code.get(place + 1)) == IINC ? 6 : 4;
      case TABLE_SWITCH, LOOKUP_SWITCH -> switchLength(code, operation, place);
      default -> {
        if (operation > JSR_W) {
          throw new UnknownShapeException("it has the unknown instruction " + operation);
        }
        yield 1;
      }
    };
  }
}
