package io.github.exectrace.harness;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/** The strings that the code of a class file has as constants (4.4), for any JDK. */
public final class StringConstants {
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int STRING = 8;

  private StringConstants() {}

  /** Reads them. */
  public static Set<String> of(InputStream classFile) throws IOException {
    var in = new DataInputStream(classFile);
    in.skipNBytes(8); // magic and version
    int count = in.readUnsignedShort();
    var texts = new HashMap<Integer, String>();
    var strings = new ArrayList<Integer>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case UTF8 -> texts.put(i, in.readUTF());
        case STRING -> strings.add(in.readUnsignedShort());
        case LONG, DOUBLE -> {
          in.skipNBytes(8);
          i++; // these take two numbers
        }
        default -> in.skipNBytes(length(tag));
      }
    }
    var found = new HashSet<String>();
    strings.forEach(index -> found.add(texts.get(index)));
    return found;
  }

  private static int length(int tag) throws IOException {
    return switch (tag) {
      case 7, 16, 19, 20 -> 2; // Class, MethodType, Module, Package
      case 15 -> 3; // MethodHandle
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4; // numbers, references, dynamic ones
      default -> throw new IOException("constant of the unknown kind " + tag);
    };
  }
}
