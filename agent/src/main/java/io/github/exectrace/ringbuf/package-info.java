/** The ring buffer shared with the kernel program, and the layout of what stands in it. */
package io.github.exectrace.ringbuf;
