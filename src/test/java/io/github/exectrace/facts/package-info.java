/** What is recorded of a process, compared with what the process itself or wait(2) says. */
package io.github.exectrace.facts;
