package io.github.exectrace.cli.sidecar;

import io.github.exectrace.cli.sidecar.PidNamespaceRequest.BadRequestException;
import io.github.exectrace.tracer.PidNamespace;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which pid namespaces the sidecar lets be named to it.
 *
 * @param initialAllowed whether the machine's first one may be, with all of its containers
 * @param unseenAllowed whether one may be that none of the visible processes is in
 */
record PidNamespaceCheck(boolean initialAllowed, boolean unseenAllowed) {
  private static final Path PROC = Path.of("/proc");
  private static final String PROCESSES = "[0-9]*";

  /**
   * Refuses what is not allowed.
   *
   * @throws BadRequestException with the reason and what to do
   */
  void check(PidNamespace namespace) throws BadRequestException, IOException {
    if (namespace.isInitial() && !initialAllowed) {
      throw new BadRequestException(
          namespace
              + " is the initial pid namespace, so the whole machine; only a sidecar that was"
              + " started with --allow-initial-pidns takes it");
    }
    if (!unseenAllowed && !isSeen(namespace)) {
      throw new BadRequestException(
          "no process that the sidecar can see is in "
              + namespace
              + "; name one that exists, as 'stat -Lc %i /proc/self/ns/pid' prints it there, or, if"
              + " the sidecar cannot see the workspace's processes because it is in a pid namespace"
              + " of its own, start it with --allow-unseen-pidns");
    }
  }

  private static boolean isSeen(PidNamespace namespace) throws IOException {
    try (var processes = Files.newDirectoryStream(PROC, PROCESSES)) {
      for (var process : processes) {
        if (isIn(namespace, process)) {
          return true;
        }
      }
      return false;
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }

  private static boolean isIn(PidNamespace namespace, Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/pid"))
          .toString()
          .equals(namespace.toString());
    } catch (IOException endedOrHidden) {
      return false;
    }
  }
}
