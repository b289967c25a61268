/** Loads the agent into a running JVM: {@code attach}. */
package io.github.exectrace.cli.attach;
