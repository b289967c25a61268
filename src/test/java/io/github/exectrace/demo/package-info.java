/** What the README's demo command runs and prints; knows only the JDK and the events' names. */
package io.github.exectrace.demo;
