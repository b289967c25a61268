/** The timeline: a lane for each Java thread, a span for each process. */
package io.github.exectrace.jmc.page.timeline;
