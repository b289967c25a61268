package io.github.exectrace.report;

/**
 * Sums over all recordings.
 *
 * @param starts by Java threads through ProcessBuilder, failed ones too
 * @param failedStarts of these, those that failed
 * @param nativeStarts children made bypassing ProcessBuilder
 * @param adopted processes that lived before tracing began
 * @param execs programs that the kernel executed, the JDK's helper not counted
 * @param failedExecs execs that the kernel refused
 * @param exits processes that ended
 * @param failedExits of these, those that ended with another exit code than 0 or with a signal
 * @param killed of these, those that a signal ended
 * @param events how many events all that was read from
 */
public record Totals(
    long starts,
    long failedStarts,
    long nativeStarts,
    long adopted,
    long execs,
    long failedExecs,
    long exits,
    long failedExits,
    long killed,
    long events) {}
