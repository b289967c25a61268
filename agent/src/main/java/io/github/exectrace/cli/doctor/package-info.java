/** Checks whether tracing works here, and what is missing: {@code doctor}. */
package io.github.exectrace.cli.doctor;
