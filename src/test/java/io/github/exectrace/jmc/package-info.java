/**
 * Tests of the plug-in for JDK Mission Control: its bundle, and its model and rules on real
 * recordings.
 */
package io.github.exectrace.jmc;
