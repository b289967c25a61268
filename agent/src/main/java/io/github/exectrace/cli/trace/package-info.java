/** Prints what happens on this machine, event by event: {@code trace}. */
package io.github.exectrace.cli.trace;
