/** What commands write, and in which format. */
package io.github.exectrace.cli.output;
