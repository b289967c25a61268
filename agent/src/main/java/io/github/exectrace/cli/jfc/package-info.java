/** Prints the settings for Flight Recorder: {@code jfc}. */
package io.github.exectrace.cli.jfc;
