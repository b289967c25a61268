/**
 * The kernel's side of a tracer: the loaded program, the memory shared with it, and what only the
 * agent of a traced JVM uses of it. Not part of the library's API.
 */
package io.github.exectrace.tracer.kernel;
