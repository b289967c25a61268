/** What a tracer saw and what it missed, summed up from the statistics in a recording. */
package io.github.exectrace.events.ledger;
