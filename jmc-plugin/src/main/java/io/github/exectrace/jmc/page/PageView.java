package io.github.exectrace.jmc.page;

import io.github.exectrace.jmc.Background;
import io.github.exectrace.jmc.Messages;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.page.notice.HowToRecord;
import io.github.exectrace.jmc.page.notice.WarningBanner;
import io.github.exectrace.jmc.page.table.Latest;
import io.github.exectrace.jmc.page.timeline.ProgramColors;
import io.github.exectrace.jmc.page.timeline.Timeline;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.forms.widgets.Form;
import org.eclipse.ui.forms.widgets.FormToolkit;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.IWritableState;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IRange;
import org.openjdk.jmc.flightrecorder.ui.IPageContainer;
import org.openjdk.jmc.flightrecorder.ui.IPageUI;
import org.openjdk.jmc.flightrecorder.ui.common.FlavorSelector;
import org.openjdk.jmc.flightrecorder.ui.selection.SelectionStoreActionToolkit;
import org.openjdk.jmc.ui.misc.PersistableSashForm;

/**
 * The page's widgets: built at once, filled when the recording is read. UI thread only, but for
 * {@link PageData}, which is made elsewhere.
 */
final class PageView implements IPageUI {
  private static final String SASH = "sash";
  private static final String TABS = "tabs";

  private final IPageContainer container;
  private final CompletableFuture<ProcessModel> model;
  private final PageMemory memory;
  private final Composite body;
  private final StackLayout stack = new StackLayout();
  private final Label waiting;
  private final Composite content;
  private final WarningBanner banner;
  private final SashForm sash;
  private final Timeline timeline;
  private final PageTabs tabs;
  private final FlavorSelector focus;
  private final Latest otherViews;
  private Narrowing narrowing = Narrowing.NONE;
  private IRange<IQuantity> focusedRange;
  private ProgramColors colors;
  private int generation;

  PageView(
      Form form,
      FormToolkit toolkit,
      IPageContainer container,
      IState state,
      IItemCollection items,
      CompletableFuture<ProcessModel> model,
      PageMemory memory) {
    this.container = container;
    this.model = model;
    this.memory = memory;
    focusedRange = container.getRecordingRange();
    body = toolkit.createComposite(form.getBody());
    body.setLayout(stack);
    waiting = toolkit.createLabel(body, Messages.get("page.reading"));
    content = toolkit.createComposite(body);
    content.setLayout(GridLayoutFactory.fillDefaults().spacing(0, 4).create());
    banner = new WarningBanner(content);
    sash = new SashForm(content, SWT.VERTICAL);
    toolkit.adapt(sash);
    sash.setLayoutData(GridDataFactory.fillDefaults().grab(true, true).create());
    timeline =
        new Timeline(
            sash,
            container.getRecordingRange(),
            memory.visibleRange,
            range -> memory.visibleRange = range,
            this::selectedInTimeline);
    addTimelineMenu();
    tabs =
        new PageTabs(sash, toolkit, container, child(state, TABS), items, memory, this::selected);
    sash.setWeights(new int[] {45, 55});
    PersistableSashForm.loadState(sash, child(state, SASH));
    otherViews = new Latest(body);
    top(waiting);
    focus =
        FlavorSelector.itemsWithTimerange(
            form,
            ProcessExecsPage.EVENTS,
            items,
            container,
            this::focusOn,
            this::zoom,
            memory.focus);
    update();
  }

  static IState child(IState state, String name) {
    return state == null ? null : state.getChild(name);
  }

  /** Called by JMC's bar: null for all events. */
  private void focusOn(IItemCollection items, IRange<IQuantity> range) {
    focusedRange = range == null ? container.getRecordingRange() : range;
    boolean everything = items == null && focusedRange.equals(container.getRecordingRange());
    narrowing = everything ? Narrowing.NONE : Narrowing.to(items, focusedRange);
    update();
  }

  /** Called by JMC's bar: whether to the time of what is focused on, or back. */
  private void zoom(boolean toFocus) {
    timeline.zoomTo(toFocus ? focusedRange : container.getRecordingRange());
  }

  private void addTimelineMenu() {
    var menu = timeline.menu();
    SelectionStoreActionToolkit.addSelectionStoreActions(
        null,
        container.getSelectionStore(),
        () -> PageSelection.ofProcesses(timeline.selected()).events(),
        Messages.get("page.selection.timeline"),
        menu);
    // In a table JMC sees to that, but it does not know the timeline's selection.
    menu.addMenuListener(shown -> enable(shown, !timeline.selected().isEmpty()));
  }

  private static void enable(IMenuManager menu, boolean enabled) {
    for (var item : menu.getItems()) {
      if (item instanceof ActionContributionItem) {
        ((ActionContributionItem) item).getAction().setEnabled(enabled);
      }
    }
  }

  private void top(Control control) {
    stack.topControl = control;
    body.layout();
  }

  /** Shows what the focus leaves; the latest call wins. */
  private void update() {
    int mine = ++generation;
    var wanted = narrowing;
    model
        .thenApplyAsync(
            all -> {
              var data = PageData.of(all, wanted);
              onUi(mine, () -> show(all, data));
              return data;
            },
            Background.THREADS)
        .exceptionally(
            error -> {
              Background.log("Reading the processes of a recording", error);
              onUi(
                  mine,
                  () -> {
                    waiting.setText(Messages.format("page.error", String.valueOf(error)));
                    top(waiting);
                  });
              return null;
            });
  }

  private void onUi(int mine, Runnable show) {
    if (body.isDisposed()) {
      return;
    }
    body.getDisplay()
        .asyncExec(
            () -> {
              if (!body.isDisposed() && mine == generation) {
                show.run();
              }
            });
  }

  private void show(ProcessModel all, PageData data) {
    if (all.source() == ProcessModel.Source.NONE) {
      top(new HowToRecord(body).composite());
      return;
    }
    if (colors == null) {
      // Of all, so that a program keeps its colour whatever is focused on.
      colors = ProgramColors.of(all.processes());
      banner.show(all.warnings());
    }
    top(content);
    timeline.show(data.lanes, colors);
    tabs.show(data);
    selected(PageSelection.NONE);
  }

  private void selectedInTimeline(Collection<TracedProcess> processes) {
    showInOtherViews(PageSelection.ofProcesses(processes));
  }

  private void selected(PageSelection selection) {
    timeline.highlight(selection.processes());
    showInOtherViews(selection);
  }

  private void showInOtherViews(PageSelection selection) {
    otherViews.make(selection::events, container::showSelection);
  }

  @Override
  public void saveTo(IWritableState state) {
    PersistableSashForm.saveState(sash, state.createChild(SASH));
    tabs.saveTo(state.createChild(TABS));
    memory.focus = focus.getFlavorSelectorState();
  }
}
