/** What is told of a process, held against what the process itself or wait(2) says. */
package io.github.exectrace.facts;
