package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.model.TracedProcess;
import org.openjdk.jmc.ui.charts.IChartInfoVisitor;

/** Asks JMC's chart which process stands at a place. */
final class UnderMouse extends IChartInfoVisitor.Adapter {
  private TracedProcess process;

  /** Null if there is none. */
  TracedProcess process() {
    return process;
  }

  @Override
  public void visit(IChartInfoVisitor.ISpan span) {
    if (process == null && span.getPayload() instanceof TracedProcess) {
      process = (TracedProcess) span.getPayload();
    }
  }

  /** Asked for by JMC 9 and not known to JMC 8.2, which is why it overrides nothing. */
  public boolean isChartTextCanvas() {
    return false;
  }
}
