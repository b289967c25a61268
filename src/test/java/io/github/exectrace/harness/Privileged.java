package io.github.exectrace.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that traces the real kernel. Without the right to do so it is skipped aloud, and fails
 * instead where the environment variable {@code CI} or the system property {@code
 * exectrace.requirePrivileged} is {@code true}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PrivilegedExtension.class)
public @interface Privileged {}
