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

/** Marks the field that relates a process to the start it descends from. */
@MetadataDefinition
@Relational
@Name("exectrace.SpawnId")
@Label("Spawn Id")
@Description("Relates a process to the start by a Java thread that it descends from")
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface SpawnId {}
