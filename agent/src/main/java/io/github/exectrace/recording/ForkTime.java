package io.github.exectrace.recording;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MetadataDefinition;
import jdk.jfr.Name;
import jdk.jfr.Relational;

/** Marks the field that, with the host process id, is the identity of a process. */
@MetadataDefinition
@Relational
@Name("exectrace.ForkTime")
@Label("Fork Time")
@Description("With the host process id, the identity of a process on the machine")
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface ForkTime {
  /** What the field means, in each event that has it. */
  String DESCRIPTION =
      "When the process was forked, in nanoseconds of the kernel's monotonic clock; with the host"
          + " process id the identity of the process; 0 if it is not known";

  /** Likewise, of a parent. */
  String OF_PARENT =
      "The same of the process that forked this one, whoever its parent is now; 0 if it is not known";
}
