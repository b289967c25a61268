/**
 * How text that others chose is shown to a person. The lowest layer: it knows no other package. For
 * Java 11, as the plug-in of JDK Mission Control shows such text, too.
 */
package io.github.exectrace.text;
