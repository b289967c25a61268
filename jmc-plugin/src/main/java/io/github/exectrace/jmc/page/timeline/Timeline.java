package io.github.exectrace.jmc.page.timeline;

import io.github.exectrace.jmc.model.Lane;
import io.github.exectrace.jmc.model.TracedProcess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Slider;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IRange;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.ui.charts.XYChart;
import org.openjdk.jmc.ui.misc.ChartCanvas;

/** JMC's chart with our lanes, a legend above and a slider beside it. UI thread only. */
public final class Timeline {
  private static final int NAMES_WIDTH = 180;

  /** As far as JMC's chart lets the mouse go in a click. */
  private static final int CLICK = 3;

  private final Composite composite;
  private final ProgramLegend legend;
  private final ChartCanvas canvas;
  private final Slider slider;
  private final LaneRenderer renderer = new LaneRenderer();
  private final XYChart chart;
  private final Consumer<Collection<TracedProcess>> onSelect;
  private List<Lane> lanes = List.of();
  private List<TracedProcess> selected = List.of();
  private int mouseX = -1;
  private int mouseY = -1;

  /**
   * @param onSelect gets what the user selects here; nothing when the user selects nothing
   */
  public Timeline(
      Composite parent,
      IRange<IQuantity> recorded,
      IRange<IQuantity> visible,
      Consumer<IRange<IQuantity>> onZoom,
      Consumer<Collection<TracedProcess>> onSelect) {
    this.onSelect = onSelect;
    composite = new Composite(parent, SWT.NONE);
    composite.setBackground(parent.getBackground());
    composite.setLayout(GridLayoutFactory.fillDefaults().numColumns(2).spacing(0, 0).create());
    legend = new ProgramLegend(composite);
    legend.composite().setLayoutData(GridDataFactory.fillDefaults().span(2, 1).create());
    canvas = new ChartCanvas(composite);
    canvas.setLayoutData(GridDataFactory.fillDefaults().grab(true, true).create());
    slider = new Slider(composite, SWT.VERTICAL);
    slider.setLayoutData(GridDataFactory.fillDefaults().grab(false, true).create());
    slider.addListener(SWT.Selection, event -> scrollTo(slider.getSelection()));
    chart = new XYChart(recorded, renderer, NAMES_WIDTH);
    chart.setVisibleRange(visible.getStart(), visible.getEnd());
    chart.addVisibleRangeListener(onZoom);
    canvas.setChart(chart);
    canvas.setSelectionListener(this::selectionChanged);
    canvas.addListener(SWT.MouseDown, this::rememberMouse);
    canvas.addListener(SWT.MouseMove, this::showTip);
    canvas.addListener(SWT.Resize, event -> composite.getDisplay().asyncExec(this::fitSlider));
  }

  /** The widget. */
  public Composite composite() {
    return composite;
  }

  /** The menu of the chart, to add to. */
  public IMenuManager menu() {
    return canvas.getContextMenu();
  }

  /** Shows these in place of what was shown before. */
  public void show(List<Lane> newLanes, ProgramColors colors) {
    lanes = newLanes;
    renderer.show(newLanes, colors);
    legend.show(colors);
    chart.clearSelection();
    scrollTo(0);
    slider.setSelection(0);
    fitSlider();
  }

  /** Zooms to a time. */
  public void zoomTo(IRange<IQuantity> range) {
    chart.setVisibleRange(range.getStart(), range.getEnd());
    canvas.redrawChart();
  }

  /** What is framed: what the user selected here, or elsewhere since. */
  public List<TracedProcess> selected() {
    return selected;
  }

  /** Frames what was selected elsewhere, without calling listeners. */
  public void highlight(Collection<TracedProcess> processes) {
    selected = List.copyOf(processes);
    renderer.select(new LinkedHashSet<>(processes));
    chart.clearSelection();
    canvas.redrawChart();
  }

  private void scrollTo(int row) {
    renderer.scrollTo(row);
    canvas.redrawChart();
  }

  private void fitSlider() {
    if (slider.isDisposed()) {
      return;
    }
    int rows = LaneLayout.countRows(lanes);
    // Of the canvas the axis takes its part.
    int height = Math.max(1, canvas.getSize().y - 35);
    int visible = LaneLayout.visibleRows(height);
    boolean needed = rows > visible;
    slider.setVisible(needed);
    ((org.eclipse.swt.layout.GridData) slider.getLayoutData()).exclude = !needed;
    if (needed) {
      int at = Math.min(slider.getSelection(), rows - visible);
      slider.setValues(at, 0, rows, visible, 1, visible);
    }
    composite.layout(false);
    canvas.redrawChart();
  }

  private void rememberMouse(Event event) {
    mouseX = event.x;
    mouseY = event.y;
  }

  private void showTip(Event event) {
    var process = at(event.x, event.y);
    var tip = process == null ? null : ProcessTip.of(process).replace("&", "&&");
    if (tip == null ? canvas.getToolTipText() != null : !tip.equals(canvas.getToolTipText())) {
      canvas.setToolTipText(tip);
    }
  }

  private TracedProcess at(int x, int y) {
    var visitor = new UnderMouse();
    canvas.infoAt(visitor, x, y);
    return visitor.process();
  }

  /** JMC's chart knows lanes and a time; a click on a process means that process. */
  private void selectionChanged() {
    var rows = chart.getSelectedRows();
    var clicked = rows.length == 0 || isDrag() ? null : at(mouseX, mouseY);
    selected = clicked == null ? inChartSelection(rows) : List.of(clicked);
    if (clicked != null) {
      // The frame says it better than JMC's pale bands.
      chart.clearSelection();
    }
    renderer.select(clicked == null ? Set.of() : Set.of(clicked));
    canvas.redrawChart();
    onSelect.accept(selected);
  }

  /** Whether the mouse was moved since its button went down. */
  private boolean isDrag() {
    var now = canvas.toControl(canvas.getDisplay().getCursorLocation());
    return Math.abs(now.x - mouseX) > CLICK || Math.abs(now.y - mouseY) > CLICK;
  }

  private List<TracedProcess> inChartSelection(Object[] rows) {
    var range = chart.getSelectionRange();
    long from = range == null ? Long.MIN_VALUE : nanos(range.getStart());
    long to = range == null ? Long.MAX_VALUE : nanos(range.getEnd());
    var processes = new ArrayList<TracedProcess>();
    for (var selectedRow : rows) {
      if (selectedRow instanceof Lane) {
        for (var row : ((Lane) selectedRow).rows()) {
          row.stream().filter(process -> process.overlaps(from, to)).forEach(processes::add);
        }
      }
    }
    return List.copyOf(processes);
  }

  private static long nanos(IQuantity time) {
    return time.clampedLongValueIn(UnitLookup.EPOCH_NS);
  }
}
