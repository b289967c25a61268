/** Options that several commands have. */
package io.github.exectrace.cli.options;
