package io.github.exectrace.recording;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The release that brought an event, and with it all of its fields that do not say their own. */
@Target({ElementType.TYPE, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
@interface Since {
  /** A version, for example {@code 0.1}. */
  String value();
}
