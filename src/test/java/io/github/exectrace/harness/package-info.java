/** What the end-to-end tests share: JVMs of their own, recordings read back, and privileges. */
package io.github.exectrace.harness;
