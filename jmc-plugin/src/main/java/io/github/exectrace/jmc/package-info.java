/** The texts of the plug-in for JDK Mission Control. */
package io.github.exectrace.jmc;
