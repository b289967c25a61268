/** The command line: {@code java -jar exectrace.jar}. */
package io.github.exectrace.cli;
