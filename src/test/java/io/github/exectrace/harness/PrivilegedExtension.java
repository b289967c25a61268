package io.github.exectrace.harness;

import io.github.exectrace.bpf.BpfException;
import io.github.exectrace.features.Rights;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Skips privileged tests where they cannot run, and says at the end how many did. */
final class PrivilegedExtension implements ExecutionCondition, BeforeTestExecutionCallback {
  private static final Optional<String> MISSING = missing();

  private static Optional<String> missing() {
    try {
      Rights.check();
      return Optional.empty();
    } catch (BpfException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  /** Closed by JUnit after the last test of all. */
  private static final class Tally implements AutoCloseable {
    private final AtomicInteger executed = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();

    @Override
    public void close() {
      System.out.println("privileged tests: " + executed + " executed, " + skipped + " skipped");
    }
  }

  private static Tally tally(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(PrivilegedExtension.class))
        .getOrComputeIfAbsent(Tally.class, ignored -> new Tally(), Tally.class);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var tally = tally(context);
    // Decided for each test, not for its class: so each one is counted and named.
    if (MISSING.isEmpty() || context.getTestMethod().isEmpty() || Requirement.isStrict()) {
      return ConditionEvaluationResult.enabled("privileged tests can run, or must");
    }
    tally.skipped.incrementAndGet();
    System.err.println("skipped: " + context.getDisplayName() + ": " + MISSING.get());
    return ConditionEvaluationResult.disabled(MISSING.get());
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    if (MISSING.isPresent()) {
      throw new AssertionError("privileged tests must not be skipped here: " + MISSING.get());
    }
    tally(context).executed.incrementAndGet();
  }
}
