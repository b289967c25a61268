/** What JMH runs, each in JVMs of its own. */
package io.github.exectrace.bench.jmh;
