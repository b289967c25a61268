package io.github.exectrace.tracer;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * The bytes of paths that come from Java or go to it. A {@link Path} keeps the bytes that the
 * system gave it, but as text it has only what the locale's character set makes of them.
 */
final class FileNames {
  private static final Charset LOCALE =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  private static final char REPLACEMENT = '\ufffd';
  private static final int HEXADECIMAL = 16;

  private FileNames() {}

  /** The bytes of a path that the system has given. */
  static ByteString bytes(Path path) {
    var text = path.toString();
    if (text.indexOf(REPLACEMENT) < 0) {
      return ByteString.wrap(text.getBytes(LOCALE));
    }
    // Each byte that is no plain letter or digit is escaped there; a folder ends with a slash.
    var escaped = path.toUri().getRawPath();
    var bytes = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.write(Integer.parseInt(escaped, i + 1, i + 3, HEXADECIMAL));
        i += 2;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    var all = ByteString.wrap(bytes.toByteArray());
    return all.endsWith("/") && !text.endsWith("/") ? all.substring(0, all.length() - 1) : all;
  }

  /** An absolute path, whether or not the locale's character set has its bytes. */
  static Path path(ByteString bytes) {
    var escaped = new StringBuilder("file://");
    for (byte each : bytes.bytes()) {
      if (each == '/') {
        escaped.append('/');
      } else {
        escaped.append('%');
        escaped.append(Character.forDigit(each >> 4 & 0xf, HEXADECIMAL));
        escaped.append(Character.forDigit(each & 0xf, HEXADECIMAL));
      }
    }
    return Path.of(URI.create(escaped.toString()));
  }
}
