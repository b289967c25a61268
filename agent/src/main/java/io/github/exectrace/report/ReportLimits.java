package io.github.exectrace.report;

/**
 * How much of a report is kept.
 *
 * @param processes how many processes are listed one by one
 * @param groups how many groups each table has
 * @param find list only processes of starts with a process whose command line has this text, or
 *     whose pid it is; empty for all
 */
public record ReportLimits(int processes, int groups, String find) {
  /** 2,000 processes and 500 groups. */
  public static final ReportLimits DEFAULT = new ReportLimits(2_000, 500, "");
}
