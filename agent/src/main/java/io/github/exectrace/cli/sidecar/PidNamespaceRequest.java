package io.github.exectrace.cli.sidecar;

import com.sun.net.httpserver.HttpExchange;
import io.github.exectrace.tracer.PidNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads a pid namespace out of a request, and says what is wrong with any other request. */
final class PidNamespaceRequest {
  private static final int MAX_BODY_BYTES = 16;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");
  private static final long MAX_INODE = 0xFFFF_FFFFL;

  private PidNamespaceRequest() {}

  /** The request is not as it has to be; the message is the answer. */
  static final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
      super(message);
    }
  }

  static PidNamespace read(HttpExchange exchange) throws BadRequestException, IOException {
    checkMethod(exchange.getRequestMethod());
    checkPath(exchange.getRequestURI().getPath());
    checkType(exchange.getRequestHeaders().getFirst("Content-Type"));
    var body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new BadRequestException("the body must have " + MAX_BODY_BYTES + " bytes at most");
    }
    return parse(new String(body, StandardCharsets.ISO_8859_1));
  }

  private static void checkMethod(String method) throws BadRequestException {
    if (!method.equals("POST")) {
      throw new BadRequestException("the method must be POST, not " + method);
    }
  }

  private static void checkPath(String path) throws BadRequestException {
    if (!path.equals("/")) {
      throw new BadRequestException("the path must be / alone");
    }
  }

  /** No type is fine, and so are parameters such as the character set. */
  private static void checkType(String type) throws BadRequestException {
    if (type != null && !type.split(";", 2)[0].strip().equalsIgnoreCase("text/plain")) {
      throw new BadRequestException("the content type must be text/plain");
    }
  }

  static PidNamespace parse(String body) throws BadRequestException {
    var number = body.strip();
    if (!DIGITS.matcher(number).matches()) {
      throw new BadRequestException(
          "the body must be the inode of a pid namespace as a decimal number, such as 4026531836");
    }
    long inode = Long.parseLong(number);
    if (inode == 0 || inode > MAX_INODE) {
      throw new BadRequestException("the inode must be from 1 to " + MAX_INODE);
    }
    return new PidNamespace((int) inode);
  }
}
