/**
 * Correlation: which Java thread and which call site a process belongs to.
 *
 * <p>A thread that is about to start a process takes a spawn id and writes it, with its own thread
 * id, into a table shared with the kernel ({@link io.github.exectrace.spawn.SpawnMarks}). The
 * kernel program finds the mark in the very fork, on the same thread, and stamps the id on the
 * child and all of its descendants. So the origin of a process is registered before the process
 * exists, and there is nothing to match up afterwards.
 */
package io.github.exectrace.spawn;
