/**
 * Every option there is, in one table, and how it is written: to the agent, to commands, to JFR.
 */
package io.github.exectrace.options;
