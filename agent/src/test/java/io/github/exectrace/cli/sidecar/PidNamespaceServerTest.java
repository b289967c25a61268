package io.github.exectrace.cli.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.exectrace.cli.sidecar.PidNamespaceServer.Request;
import io.github.exectrace.tracer.PidNamespace;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP: what is a good request, and that no other can do harm. */
@Timeout(30)
class PidNamespaceServerTest {
  private static final String INODE = "4026531836";
  private static final PidNamespace NAMESPACE = new PidNamespace((int) 4026531836L);
  private static final PidNamespaceCheck ANY = new PidNamespaceCheck(true, true);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private PidNamespaceServer server;

  @BeforeEach
  void listen() throws IOException {
    server = PidNamespaceServer.listen(new ListenAddress("127.0.0.1", 0), ANY);
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  private void checkRefused(HttpRequest.Builder request, String reason) throws Exception {
    var response = send(request);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(response.body()).contains(reason).endsWith("\n");
    assertThat(server.await(Duration.ZERO)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {INODE, "\n " + INODE + "\r\n"})
  void theInodeIsReceivedAndAnsweredOnceConfirmed(String body) throws Exception {
    var response = sendAsync(request("/").POST(BodyPublishers.ofString(body)));

    assertThat(server.await(LONG).map(Request::namespace)).hasValue(NAMESPACE);
    assertThat(response).isNotDone();
    server.confirm();
    server.close();
    assertThat(response.get().statusCode()).isEqualTo(204);
    assertThat(response.get().body()).isEmpty();
    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> send(request("/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "text/plain; charset=utf-8", "Text/Plain;charset=x"})
  void plainTextIsTaken(String type) throws Exception {
    server.confirm();
    var response =
        send(request("/").POST(BodyPublishers.ofString(INODE)).header("Content-Type", type));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(server.await(LONG).map(Request::namespace)).hasValue(NAMESPACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
  void anotherMethodIsRefused(String method) throws Exception {
    checkRefused(
        request("/").method(method, BodyPublishers.ofString(INODE)), "must be POST, not " + method);
  }

  @Test
  void headIsRefusedWithoutABody() throws Exception {
    assertThat(send(request("/").HEAD()).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pidns", "/pidns/", "/%2e"})
  void anotherPathIsRefused(String path) throws Exception {
    checkRefused(request(path).POST(BodyPublishers.ofString(INODE)), "path must be /");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plainer", "application/x-www-form-urlencoded"})
  void anotherTypeIsRefused(String type) throws Exception {
    checkRefused(
        request("/").POST(BodyPublishers.ofString(INODE)).header("Content-Type", type),
        "must be text/plain");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 60_000, 3_000_000})
  void aBodyThatIsTooLargeIsRefused(int bytes) throws Exception {
    checkRefused(request("/").POST(BodyPublishers.ofString("1".repeat(bytes))), "16 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "'', decimal number",
    "' ', decimal number",
    "-1, decimal number",
    "+1, decimal number",
    "0x10, decimal number",
    "1.0, decimal number",
    "'1 2', decimal number",
    "٣, decimal number",
    "pid:[4026531836], decimal number",
    "0, from 1 to 4294967295",
    "4294967296, from 1 to 4294967295",
    "9999999999, from 1 to 4294967295",
    "99999999999, decimal number"
  })
  void anotherNumberIsRefused(String body, String reason) throws Exception {
    checkRefused(request("/").POST(BodyPublishers.ofString(body)), reason);
  }

  @Test
  void onlyTheFirstGoodRequestCounts() throws Exception {
    var first = sendAsync(request("/").POST(BodyPublishers.ofString(INODE)));
    assertThat(server.await(LONG).map(Request::namespace)).hasValue(NAMESPACE);

    var second = send(request("/").POST(BodyPublishers.ofString("5")));

    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(second.body()).contains("pid:[" + INODE + "] has been received already, from 127");
    assertThat(server.nextRefusal().orElseThrow().reason()).contains("already");
    assertThat(server.await(LONG).map(Request::namespace)).hasValue(NAMESPACE);
    server.confirm();
    assertThat(first.get().statusCode()).isEqualTo(204);
  }

  @Test
  void theSenderLearnsThatTracingDidNotBegin() throws Exception {
    var response = sendAsync(request("/").POST(BodyPublishers.ofString(INODE)));
    assertThat(server.await(LONG).map(Request::namespace)).hasValue(NAMESPACE);

    server.close();

    assertThat(response.get().statusCode()).isEqualTo(503);
    assertThat(response.get().body()).contains("could not be started");
  }

  @Test
  void clientsThatAreStuckHoldNobodyUpAndAreDropped() throws Exception {
    var stuck = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 50; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        stuck.add(socket);
        var beginning = i % 2 == 0 ? "POST / HT" : "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n1";
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
      }
      server.confirm();
      var good = request("/").POST(BodyPublishers.ofString(INODE)).timeout(Duration.ofSeconds(3));

      assertThat(send(good).statusCode()).isEqualTo(204);
      for (var socket : stuck) {
        socket.setSoTimeout(15_000);
        // Some JDKs tell the client that it was too slow.
        var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer).matches("(?s)|HTTP/1\\.1 4.*");
      }
    } finally {
      for (var socket : stuck) {
        socket.close();
      }
    }
  }

  @Test
  void anAddressInUseIsNamed() {
    var same = new ListenAddress("127.0.0.1", server.port());

    assertThatIOException()
        .isThrownBy(() -> PidNamespaceServer.listen(same, ANY))
        .withMessageContainingAll(same.toString(), "in use", "--init-address");
  }
}
