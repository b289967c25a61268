package io.github.exectrace.report;

import java.nio.file.Path;

/**
 * A file that was read.
 *
 * @param bytes its length
 * @param chunks of how many chunks it consists
 * @param repeated how many of them other files have as well, and were not counted again
 * @param damage what of it could not be read; empty if all could
 */
public record Recording(Path file, long bytes, int chunks, int repeated, String damage) {}
