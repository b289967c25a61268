package io.github.exectrace.classfile;

import io.github.exectrace.classfile.ConstantPool.Method;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns the one call of an instance method in a class, {@code result = method(…)}, into {@code
 * pending = begin(…); try { result = method(…) } catch (Throwable t) { fail(pending, t); throw t; }
 * end(pending, result)}.
 *
 * <p>The arguments are taken from the operand stack at the call itself, so nothing is assumed of
 * the method around it. The call stays where it is, so that no frame is added to the stack of what
 * it throws. The handler comes behind everything else: all other instructions follow each other as
 * before, and the types at them are as they were.
 */
public final class CallWrapper {
  private static final int CODE_HEADER = 14; // name, length, stack, variables, length of code
  private static final int VARIABLES_AT = 8;
  private static final int MOST_CODE = 0xffff;
  private static final int HANDLER_BYTES = 12;
  private static final int ATTRIBUTE_HEADER = 6;
  private static final int ROOM = 8192;
  private static final int MORE_STACK = 2;

  private static final int ALOAD = 25;
  private static final int ASTORE = 58;
  private static final int DUP = 89;
  private static final int SWAP = 95;
  private static final int INVOKE_STATIC = 184;
  private static final int ATHROW = 191;

  private final Method method;
  private final String bridge;
  private final String pending;
  private final String kinds; // of the arguments: I for all that are kept as int, or L
  private final int[] announced;

  /**
   * For a method.
   *
   * @param owner its class, with slashes
   * @param descriptor takes what fits into one local variable each, and returns an int
   * @param bridge the class of the methods {@code begin}, {@code end} and {@code fail}
   * @param pending the class of what {@code begin} returns and the others take
   * @param announced which of the arguments {@code begin} takes
   */
  public CallWrapper(
      String owner,
      String name,
      String descriptor,
      String bridge,
      String pending,
      int... announced) {
    this.method = new Method(owner, name, descriptor);
    this.bridge = bridge;
    this.pending = pending;
    this.announced = announced.clone();
    this.kinds = Descriptor.kinds(descriptor);
  }

  /**
   * Rewrites a class.
   *
   * @throws UnknownShapeException if the call is not there, or several times, or where it cannot be
   *     rewritten; its message is a clause about the class
   */
  public byte[] rewrite(byte[] classFile) throws UnknownShapeException {
    try {
      return rewrite(ByteBuffer.wrap(classFile));
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | BufferUnderflowException
        | BufferOverflowException odd) {
      throw new UnknownShapeException("it is not a class file as this program knows them: " + odd);
    }
  }

  private byte[] rewrite(ByteBuffer file) throws UnknownShapeException {
    var constants = new ConstantPool(file);
    var found = new CallFinder(file, constants).find(method);
    var out = ByteBuffer.allocate(file.limit() + ROOM);
    var code = writeCode(file, constants, found);
    out.put(file.slice(0, ConstantPool.COUNT_AT));
    constants.writeTo(out);
    out.put(file.slice(constants.end(), found.attribute() - constants.end()));
    out.put(code.flip());
    out.put(file.slice(found.end(), file.limit() - found.end()));
    return Arrays.copyOf(out.array(), out.position());
  }

  /** The method's attribute Code (4.7.3). */
  private ByteBuffer writeCode(ByteBuffer file, ConstantPool constants, CallFinder.Found found)
      throws UnknownShapeException {
    var in = file.slice(found.attribute(), found.end() - found.attribute());
    int bytes = in.getInt(CODE_HEADER - Integer.BYTES);
    int variables = Short.toUnsignedInt(in.getShort(VARIABLES_AT));
    var wrapping = new Wrapping(constants, variables);
    var insertion =
        new Insertion(
            in.slice(CODE_HEADER, bytes), found.call(), wrapping.before(), wrapping.behind());
    int handler = insertion.end();
    if (handler + HANDLER_BYTES > MOST_CODE) {
      throw new UnknownShapeException("the method with the call would become too long");
    }
    var out = ByteBuffer.allocate(in.limit() + ROOM);
    out.put(in.slice(0, ATTRIBUTE_HEADER));
    out.putShort((short) (in.getShort(ATTRIBUTE_HEADER) + MORE_STACK));
    out.putShort((short) wrapping.variables());
    out.putInt(handler + HANDLER_BYTES);
    insertion.writeTo(out);
    out.put(wrapping.handler());
    in.position(CODE_HEADER + bytes);
    copyHandlers(in, out, insertion, found.call());
    new CodeAttributes(constants, insertion)
        .copy(in, out, handler, wrapping.pendingVariable, constants.addClass(pending));
    out.putInt(2, out.position() - ATTRIBUTE_HEADER);
    return out;
  }

  /** The new one is the first, so that the JVM finds it. */
  private static void copyHandlers(ByteBuffer in, ByteBuffer out, Insertion insertion, int call)
      throws UnknownShapeException {
    int count = Short.toUnsignedInt(in.getShort());
    out.putShort((short) (count + 1));
    out.putShort((short) insertion.movedCall()).putShort((short) insertion.movedCallEnd());
    out.putShort((short) insertion.end()).putShort((short) 0);
    for (int i = 0; i < count; i++) {
      int begin = Short.toUnsignedInt(in.getShort());
      int end = Short.toUnsignedInt(in.getShort());
      if (begin <= call && call < end) {
        // It would have to catch what the new one throws on, and know the types of all variables.
        throw new UnknownShapeException("the call is within a try block");
      }
      out.putShort((short) insertion.moved(begin)).putShort((short) insertion.moved(end));
      out.putShort((short) insertion.moved(Short.toUnsignedInt(in.getShort())));
      out.putShort(in.getShort());
    }
  }

  /** The instructions that are added. */
  private final class Wrapping {
    private final int first; // the variable of the first argument
    private final int pendingVariable;
    private final int begin; // constants
    private final int end;
    private final int fail;

    Wrapping(ConstantPool constants, int variables) throws UnknownShapeException {
      this.first = variables;
      this.pendingVariable = first + kinds.length();
      if (variables() > 0xff) {
        throw new UnknownShapeException("the method with the call has too many variables");
      }
      var taken = new StringBuilder();
      var types = Descriptor.parameters(method.descriptor());
      for (int each : announced) {
        taken.append(types.get(each));
      }
      begin = constants.add(new Method(bridge, "begin", "(" + taken + ")L" + pending + ";"));
      end = constants.add(new Method(bridge, "end", "(L" + pending + ";I)V"));
      fail = constants.add(new Method(bridge, "fail", "(L" + pending + ";Ljava/lang/Throwable;)V"));
    }

    int variables() {
      return pendingVariable + 2;
    }

    byte[] before() {
      var out = ByteBuffer.allocate(kinds.length() * 4 + announced.length * 2 + 5);
      for (int i = kinds.length() - 1; i >= 0; i--) {
        access(out, ASTORE, i);
      }
      for (int each : announced) {
        access(out, ALOAD, each);
      }
      invoke(out, begin);
      out.put((byte) ASTORE).put((byte) pendingVariable);
      for (int i = 0; i < kinds.length(); i++) {
        access(out, ALOAD, i);
      }
      return out.array();
    }

    byte[] behind() {
      var out = ByteBuffer.allocate(7);
      out.put((byte) DUP).put((byte) ALOAD).put((byte) pendingVariable).put((byte) SWAP);
      return invoke(out, end).array();
    }

    byte[] handler() {
      byte failure = (byte) (pendingVariable + 1);
      var out = ByteBuffer.allocate(HANDLER_BYTES);
      out.put((byte) ASTORE).put(failure);
      out.put((byte) ALOAD).put((byte) pendingVariable).put((byte) ALOAD).put(failure);
      invoke(out, fail).put((byte) ALOAD).put(failure).put((byte) ATHROW);
      return out.array();
    }

    /** The instruction for int stands four before that for references. */
    private void access(ByteBuffer out, int operation, int argument) {
      boolean reference = kinds.charAt(argument) == 'L';
      out.put((byte) (reference ? operation : operation - 4)).put((byte) (first + argument));
    }

    private static ByteBuffer invoke(ByteBuffer out, int constant) {
      return out.put((byte) INVOKE_STATIC).putShort((short) constant);
    }
  }
}
