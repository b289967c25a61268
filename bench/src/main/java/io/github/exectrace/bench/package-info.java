/**
 * What tracing costs and whether it keeps up, measured side by side on one machine in one run, and
 * printed as the tables that the README shows. {@link io.github.exectrace.bench.Main} has the list.
 */
package io.github.exectrace.bench;
