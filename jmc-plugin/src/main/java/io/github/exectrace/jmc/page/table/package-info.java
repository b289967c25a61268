/** The tables and the tree. */
package io.github.exectrace.jmc.page.table;
