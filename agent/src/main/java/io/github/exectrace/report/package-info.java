/**
 * What one or several recordings say, summed up in little memory: reads them event by event and
 * ends in a {@link io.github.exectrace.report.Report}. Prints nothing.
 */
package io.github.exectrace.report;
