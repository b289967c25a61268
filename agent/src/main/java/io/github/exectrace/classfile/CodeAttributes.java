package io.github.exectrace.classfile;

import java.nio.ByteBuffer;

/**
 * What else a class file says of a method's instructions (4.7.4, 4.7.12 to 4.7.14). What is not
 * known here, such as annotations of local variables, is left out: no JVM needs it.
 */
final class CodeAttributes {
  private static final String STACK_MAP = "StackMapTable";
  private static final int VARIABLE_REST = 6; // name, type and number of a local variable
  private static final byte[] NO_ENTRIES = {0, 0};

  private final ConstantPool constants;
  private final Insertion insertion;

  CodeAttributes(ConstantPool constants, Insertion insertion) {
    this.constants = constants;
    this.insertion = insertion;
  }

  /**
   * Copies them all.
   *
   * @param handler where the new handler begins, the variable that it needs, and its class
   */
  void copy(ByteBuffer in, ByteBuffer out, int handler, int variable, int variableType)
      throws UnknownShapeException {
    int countAt = out.position();
    int count = 0;
    int caught = constants.addClass("java/lang/Throwable");
    boolean mapped = false;
    out.putShort((short) 0);
    for (int left = Short.toUnsignedInt(in.getShort()); left > 0; left--) {
      int name = Short.toUnsignedInt(in.getShort());
      var content = in.slice(in.position() + Integer.BYTES, in.getInt(in.position()));
      in.position(in.position() + Integer.BYTES + content.limit());
      int begin = begin(out, name);
      switch (constants.text(name)) {
        case STACK_MAP -> {
          mapped = true;
          StackMap.write(content, insertion, out, handler, variable, variableType, caught);
        }
        case "LineNumberTable" -> copyLines(content, out);
        case "LocalVariableTable", "LocalVariableTypeTable" -> copyVariables(content, out);
        default -> {
          out.position(begin);
          continue;
        }
      }
      end(out, begin);
      count++;
    }
    if (!mapped) {
      int begin = begin(out, constants.addText(STACK_MAP));
      var none = ByteBuffer.wrap(NO_ENTRIES);
      StackMap.write(none, insertion, out, handler, variable, variableType, caught);
      end(out, begin);
      count++;
    }
    out.putShort(countAt, (short) count);
  }

  private static int begin(ByteBuffer out, int name) {
    int begin = out.position();
    out.putShort((short) name).putInt(0);
    return begin;
  }

  private static void end(ByteBuffer out, int begin) {
    int content = begin + Short.BYTES + Integer.BYTES;
    out.putInt(begin + Short.BYTES, out.position() - content);
  }

  private void copyLines(ByteBuffer in, ByteBuffer out) {
    int count = Short.toUnsignedInt(in.getShort());
    out.putShort((short) count);
    for (int i = 0; i < count; i++) {
      out.putShort((short) insertion.moved(Short.toUnsignedInt(in.getShort())));
      out.putShort(in.getShort());
    }
  }

  private void copyVariables(ByteBuffer in, ByteBuffer out) {
    int count = Short.toUnsignedInt(in.getShort());
    out.putShort((short) count);
    for (int i = 0; i < count; i++) {
      int begin = Short.toUnsignedInt(in.getShort());
      int end = begin + Short.toUnsignedInt(in.getShort());
      int moved = insertion.moved(begin);
      out.putShort((short) moved).putShort((short) (insertion.moved(end) - moved));
      for (int rest = 0; rest < VARIABLE_REST; rest++) {
        out.put(in.get());
      }
    }
  }
}
