/** The public library API. */
package io.github.exectrace.tracer;
