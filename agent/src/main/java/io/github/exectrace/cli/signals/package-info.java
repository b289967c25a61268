/** How signals end a command. */
package io.github.exectrace.cli.signals;
