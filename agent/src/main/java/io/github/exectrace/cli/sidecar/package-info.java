/** Logs what a container executes: {@code sidecar}. */
package io.github.exectrace.cli.sidecar;
