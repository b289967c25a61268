/** Rules for JMC's automated analysis; they read the model and know no widgets. */
package io.github.exectrace.jmc.rules;
