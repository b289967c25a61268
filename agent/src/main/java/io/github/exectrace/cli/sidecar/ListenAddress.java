package io.github.exectrace.cli.sidecar;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where to listen, {@code HOST:PORT}.
 *
 * @param host a name or an address; empty for all addresses of the machine
 * @param port 0 for one that the system chooses
 */
record ListenAddress(String host, int port) {
  // An IPv6 address has colons of its own and stands in brackets (RFC 3986).
  private static final Pattern SHAPE =
      Pattern.compile("(?:\\[(?<ipv6>[0-9A-Fa-f:.%]+)]|(?<name>[^:\\[\\]]*)):(?<port>[0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  /**
   * Reads an address; looks no name up.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  static ListenAddress parse(String text) {
    var shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address; write HOST:PORT, such as 127.0.0.1:56123 or [::]:56123");
    }
    int port = Integer.parseInt(shape.group("port"));
    if (port > MAX_PORT) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address; a port is at most " + MAX_PORT);
    }
    var ipv6 = shape.group("ipv6");
    return new ListenAddress(ipv6 == null ? shape.group("name") : ipv6, port);
  }

  /**
   * What can be bound.
   *
   * @throws UnknownHostException with a sentence if there is no such host
   */
  InetSocketAddress resolve() throws UnknownHostException {
    if (host.isEmpty()) {
      return new InetSocketAddress(port);
    }
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException("there is no host " + host);
    }
    return address;
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<ListenAddress> {
    /** Called by picocli. */
    Converter() {}

    @Override
    public ListenAddress convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
