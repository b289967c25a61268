/**
 * libbpf and the few libc functions beside it, through the Foreign Function and Memory API.
 *
 * <p>{@link io.github.exectrace.bpf.BpfObject} is the way in: it opens a compiled object, loads it
 * into the kernel, attaches its programs and hands out its maps. Nothing here knows what the
 * programs do.
 */
package io.github.exectrace.bpf;
