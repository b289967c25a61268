package io.github.exectrace.tracer.kernel;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a kernel program is loaded with; nothing of it changes afterwards.
 *
 * @param forks whether it reports forks
 * @param failures whether it reports failed execs
 * @param exits whether it reports exits
 * @param threadStates what it copies of threads that fork without a mark
 * @param root the process whose descendants are traced; 0 for the process that attaches it
 * @param ringBytes the size of the ring buffer
 * @param processLimit for how many living processes there is room; {@link
 *     ProcessTable#AS_THE_MACHINE} to follow the machine
 * @param nested whether this JVM is in another pid namespace than the initial one
 * @param libbpf a libbpf to use in place of the one that ships
 */
public record Settings(
    boolean forks,
    boolean failures,
    boolean exits,
    ThreadStates threadStates,
    int root,
    int ringBytes,
    int processLimit,
    boolean nested,
    Optional<Path> libbpf) {

  Settings withoutFailures() {
    return new Settings(
        forks, false, exits, threadStates, root, ringBytes, processLimit, nested, libbpf);
  }

  Settings with(ThreadStates others) {
    return new Settings(
        forks, failures, exits, others, root, ringBytes, processLimit, nested, libbpf);
  }
}
