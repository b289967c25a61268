/**
 * The Java agent: its start in the application's JVM, its options and its hook in {@code
 * ProcessImpl}.
 *
 * <p>{@link io.github.exectrace.agent.Bootstrap} runs in the application's class loader and does
 * only one thing: it loads this jar a second time, as a named module in a layer that the
 * application cannot see. Everything else runs there.
 */
package io.github.exectrace.agent;
