/** The applications that are measured, each in a JVM of its own. */
package io.github.exectrace.bench.app;
