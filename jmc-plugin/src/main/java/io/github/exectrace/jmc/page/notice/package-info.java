/** What a recording lacks, and how to make one that does not. Plain SWT. */
package io.github.exectrace.jmc.page.notice;
