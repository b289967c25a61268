/** The applications that the tests start in JVMs of their own; they know only the JDK. */
package io.github.exectrace.app;
