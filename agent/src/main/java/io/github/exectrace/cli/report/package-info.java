/** The command {@code report}: shows what recordings say, as text, JSON or a page of HTML. */
package io.github.exectrace.cli.report;
