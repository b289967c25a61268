/**
 * Processes, their trees, programs, ends and failures, made of events: once for all that read them.
 * {@link io.github.exectrace.events.tree.Assembler} is where to begin.
 */
package io.github.exectrace.events.tree;
