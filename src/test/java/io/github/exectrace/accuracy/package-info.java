/** How often the thread and the stack of a native spawn are found; a command, not a test. */
package io.github.exectrace.accuracy;
