/** The page "Process Execs": what is thin around JMC's own parts. */
package io.github.exectrace.jmc.page;
