/** How text that others chose is shown to a person. The lowest layer: it knows no other package. */
package io.github.exectrace.text;
