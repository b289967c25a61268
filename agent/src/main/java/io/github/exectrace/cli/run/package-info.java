/** Runs a command and reports what it executed: {@code run}. */
package io.github.exectrace.cli.run;
