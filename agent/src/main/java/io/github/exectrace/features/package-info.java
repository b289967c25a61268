/** What the kernel can do, and what this process may do: all that is asked of it before tracing. */
package io.github.exectrace.features;
