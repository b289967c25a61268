package io.github.exectrace.classfile;

import io.github.exectrace.classfile.ConstantPool.Method;
import java.nio.ByteBuffer;

/** Finds the one call of a method in a class file (4.1, 4.6). */
final class CallFinder {
  private static final int INVOKE_VIRTUAL = 182;
  private static final int INVOKE_SPECIAL = 183;
  private static final int CODE_HEADER = 14;

  private final ByteBuffer file;
  private final ConstantPool constants;
  private Found found;
  private int calls;

  /**
   * The call.
   *
   * @param attribute where in the file the attribute Code begins that it is in
   * @param end where that ends
   * @param call where among its instructions the call is
   */
  record Found(int attribute, int end, int call) {}

  /** Of a file. Used once. */
  CallFinder(ByteBuffer file, ConstantPool constants) {
    this.file = file;
    this.constants = constants;
  }

  Found find(Method method) throws UnknownShapeException {
    file.position(constants.end() + 3 * Short.BYTES); // access, this class, its parent
    skip(next() * Short.BYTES); // interfaces
    lookInMembers(null); // fields
    lookInMembers(method);
    if (calls != 1) {
      throw new UnknownShapeException(
          "it calls "
              + method.name()
              + method.descriptor()
              + " in "
              + calls
              + " places, and one was expected");
    }
    return found;
  }

  private void lookInMembers(Method method) throws UnknownShapeException {
    for (int left = next(); left > 0; left--) {
      skip(3 * Short.BYTES); // access, name, type
      for (int attributes = next(); attributes > 0; attributes--) {
        int begin = file.position();
        int name = next();
        skip(file.getInt());
        if (method != null && constants.text(name).equals("Code")) {
          lookInCode(begin, method);
        }
      }
    }
  }

  private void lookInCode(int attribute, Method method) throws UnknownShapeException {
    int length = file.getInt(attribute + CODE_HEADER - Integer.BYTES);
    var code = file.slice(attribute + CODE_HEADER, length);
    for (int place = 0; place < length; place += Insertion.length(code, place)) {
      int operation = Byte.toUnsignedInt(code.get(place));
      if ((operation == INVOKE_VIRTUAL || operation == INVOKE_SPECIAL)
          && constants.isMethod(Short.toUnsignedInt(code.getShort(place + 1)), method)) {
        calls++;
        found = new Found(attribute, file.position(), place);
      }
    }
  }

  private int next() {
    return Short.toUnsignedInt(file.getShort());
  }

  private void skip(int bytes) {
    file.position(file.position() + bytes);
  }
}
