/**
 * Masks what looks like a secret in the arguments of programs, before they go anywhere.
 *
 * <p>{@link io.github.exectrace.redaction.Redaction} is the door. Behind it, {@code CommandScanner}
 * looks at a whole command (options and what follows them), {@code TextScanner} at one text (names,
 * headers, URLs, tokens), and both at what a shell is given to run. All of it is written by hand
 * over bytes: each byte is looked at a bounded number of times, whatever the arguments are, and
 * bytes that are not text stay what they are.
 */
package io.github.exectrace.redaction;
