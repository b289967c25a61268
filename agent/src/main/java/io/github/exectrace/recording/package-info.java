/**
 * JDK Flight Recorder: the events, what fills them, and what turns tracing on and off with the
 * recorder.
 */
package io.github.exectrace.recording;
