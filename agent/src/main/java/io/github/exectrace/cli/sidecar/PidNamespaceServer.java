package io.github.exectrace.cli.sidecar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.exectrace.cli.sidecar.PidNamespaceRequest.BadRequestException;
import io.github.exectrace.tracer.PidNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a pid namespace over HTTP, once: the first good request wins, and each later one is
 * answered why it is refused. The first is answered when tracing has begun, so that whatever its
 * sender starts after that is traced.
 *
 * <p>Each request has a thread of its own and {@value #MAX_REQUEST_SECONDS} seconds, so clients
 * that are slow or stuck hold no one else up.
 */
final class PidNamespaceServer implements AutoCloseable {
  private static final int MAX_REQUEST_SECONDS = 5;
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_REFUSALS_KEPT = 100;
  private static final int LONGEST_STOP_SECONDS = 1;
  private static final int UNAVAILABLE = 503;
  private static final int BAD_REQUEST = 400;
  private static final int NO_CONTENT = 204;
  private static final int DISCARDED_BYTES = 8 << 20;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CompletableFuture<Request> received = new CompletableFuture<>();
  private final CompletableFuture<Boolean> confirmed = new CompletableFuture<>();

  private final Queue<Refusal> refusals = new ArrayBlockingQueue<>(MAX_REFUSALS_KEPT);
  private final PidNamespaceCheck check;

  /**
   * The request that counts.
   *
   * @param sender its address
   */
  record Request(PidNamespace namespace, String sender) {}

  /**
   * A request that was not as it has to be.
   *
   * @param sender its address
   */
  record Refusal(String sender, String reason) {}

  private PidNamespaceServer(HttpServer server, PidNamespaceCheck check) {
    this.server = server;
    this.check = check;
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Begins to listen.
   *
   * @throws IOException with a sentence if the system does not allow it
   */
  static PidNamespaceServer listen(ListenAddress address, PidNamespaceCheck check)
      throws IOException {
    limitClients();
    try {
      return new PidNamespaceServer(HttpServer.create(address.resolve(), 0), check);
    } catch (IOException refused) {
      throw new IOException(
          "listening at %s failed: %s; name another address with --init-address"
              .formatted(address, refused.getMessage()),
          refused);
    }
  }

  /** The JDK's server reads its limits once, from system properties; those given are kept. */
  private static void limitClients() {
    setIfAbsent("sun.net.httpserver.maxReqTime", MAX_REQUEST_SECONDS);
    setIfAbsent("sun.net.httpserver.maxRspTime", MAX_REQUEST_SECONDS);
    setIfAbsent("jdk.httpserver.maxConnections", MAX_CONNECTIONS);
  }

  private static void setIfAbsent(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /** The port that it really listens at. */
  int port() {
    return server.getAddress().getPort();
  }

  /**
   * Waits for the pid namespace.
   *
   * @param timeout the longest wait
   */
  Optional<Request> await(Duration timeout) {
    try {
      return Optional.of(received.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException notYet) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Connection", "close");
      try {
        take(PidNamespaceRequest.read(exchange), exchange);
      } catch (BadRequestException wrong) {
        // What is too much is dropped.
        refusals.offer(new Refusal(sender(exchange), wrong.getMessage()));
        refuse(exchange, BAD_REQUEST, wrong.getMessage());
        return;
      }
      if (confirmed.join()) {
        exchange.sendResponseHeaders(NO_CONTENT, NO_BODY);
      } else {
        refuse(exchange, UNAVAILABLE, "tracing could not be started; the sidecar's log says why");
      }
    }
  }

  private void take(PidNamespace namespace, HttpExchange exchange)
      throws BadRequestException, IOException {
    if (!received.isDone()) {
      check.check(namespace);
    }
    if (!received.complete(new Request(namespace, sender(exchange)))) {
      var first = received.join();
      throw new BadRequestException(
          first.namespace()
              + " has been received already, from "
              + first.sender()
              + "; a sidecar traces one pid namespace, so start another one, or this one anew");
    }
  }

  private static String sender(HttpExchange exchange) {
    var address = exchange.getRemoteAddress();
    return new ListenAddress(address.getAddress().getHostAddress(), address.getPort()).toString();
  }

  /** A request that was refused since this was last asked, if there is one. */
  Optional<Refusal> nextRefusal() {
    return Optional.ofNullable(refusals.poll());
  }

  private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
    // With some of the request unread, closing resets the connection, and the answer may be lost.
    exchange.getRequestBody().readNBytes(DISCARDED_BYTES);
    var body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, NO_BODY);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Confirms to the sender of the pid namespace that it is being traced. */
  void confirm() {
    confirmed.complete(true);
  }

  /** Ends listening; requests under way are answered, as far as that takes no longer than 1 s. */
  @Override
  public void close() {
    confirmed.complete(false);
    server.stop(LONGEST_STOP_SECONDS);
    executor.shutdownNow();
  }
}
