/** What the events mean, for those who write them and those who read them. */
package io.github.exectrace.events;
