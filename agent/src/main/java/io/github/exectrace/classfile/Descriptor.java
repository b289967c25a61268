package io.github.exectrace.classfile;

import java.util.ArrayList;
import java.util.List;

/** What a method's descriptor says of its parameters (4.3.3). */
final class Descriptor {
  private Descriptor() {}

  /** Each by itself. */
  static List<String> parameters(String descriptor) {
    var found = new ArrayList<String>();
    int begin = 1;
    while (descriptor.charAt(begin) != ')') {
      int end = begin;
      while (descriptor.charAt(end) == '[') {
        end++;
      }
      end = descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
      found.add(descriptor.substring(begin, end));
      begin = end;
    }
    return found;
  }

  /** A letter for each: L for a reference, and I for what the JVM keeps as an int. */
  static String kinds(String descriptor) {
    var kinds = new StringBuilder();
    for (var parameter : parameters(descriptor)) {
      kinds.append(
          switch (parameter.charAt(0)) {
            case 'L', '[' -> 'L';
            case 'Z', 'B', 'C', 'S', 'I' -> 'I';
            default -> throw new IllegalArgumentException("takes two variables: " + descriptor);
          });
    }
    return kinds.toString();
  }
}
