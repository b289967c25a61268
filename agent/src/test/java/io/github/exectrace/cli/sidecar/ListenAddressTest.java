package io.github.exectrace.cli.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0:56123, 0.0.0.0, 56123",
    "localhost:0, localhost, 0",
    ":80, '', 80",
    "[::1]:65535, ::1, 65535"
  })
  void hostAndPortAreRead(String text, String host, int port) {
    var address = ListenAddress.parse(text);

    assertThat(address).isEqualTo(new ListenAddress(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "56123", "localhost:", "a:b", "::1:80", "[x]:80", "a:-1"})
  void anythingElseIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListenAddress.parse(text))
        .withMessageContainingAll("'" + text + "'", "HOST:PORT");
  }

  @Test
  void aPortThatIsTooLargeIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListenAddress.parse("localhost:65536"))
        .withMessageContaining("65535");
  }

  @Test
  void noHostMeansAllAddresses() throws UnknownHostException {
    assertThat(ListenAddress.parse(":80").resolve().getAddress().isAnyLocalAddress()).isTrue();
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> ListenAddress.parse("no-such-host.invalid:80").resolve())
        .withMessageContaining("no-such-host.invalid");
  }
}
