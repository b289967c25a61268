/**
 * Rewrites one call in a class file, on any JDK: the one that the JDK itself has for class files
 * ({@code java.lang.classfile}) is there from 24 on only, and libraries refuse classes newer than
 * they are. Chapter numbers are those of the Java Virtual Machine Specification, chapter 4.
 */
package io.github.exectrace.classfile;
