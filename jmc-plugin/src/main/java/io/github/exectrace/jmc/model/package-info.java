/**
 * What a recording says of processes, without widgets: from JMC's items to spawns, the process
 * tree, failures, histograms, lanes and the ledger.
 */
package io.github.exectrace.jmc.model;
