package io.github.exectrace.cli.report;

/** The parts of the text, in the order that they are printed in. */
enum Section {
  WHO,
  RUNNING,
  PROBLEMS,
  PROCESSES,
  SITES,
  PROGRAMS,
  THREADS,
  LEDGER
}
