package io.github.exectrace.jmc.page.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import io.github.exectrace.jmc.page.Screen;
import io.github.exectrace.jmc.page.notice.HowToRecord;
import io.github.exectrace.jmc.page.notice.WarningBanner;
import io.github.exectrace.jmc.page.timeline.ProgramColors;
import io.github.exectrace.jmc.page.timeline.ProgramLegend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/** What of the page needs no JMC, on a screen of its own. */
@Privileged
class WidgetsTest {
  private static ProcessModel model;
  private static ProcessModel withoutLedger;
  private static Display display;

  private Shell shell;

  @BeforeAll
  static void recordTheDemo(@TempDir Path scratch) throws Exception {
    Screen.use();
    var classes = Jvm.classPathOf(WidgetsTest.class);
    var ended = Jvm.running(scratch, "io.github.exectrace.demo.Demo", classes).traced().run();
    var events = JfrLoaderToolkit.loadEvents(ended.recording().toFile());
    model = ProcessModel.of(events);
    withoutLedger =
        ProcessModel.of(
            events.apply(ItemFilters.not(ItemFilters.type("exectrace.TracerStatistics"))));
    display = new Display();
  }

  @AfterAll
  static void leave() {
    display.dispose();
  }

  @BeforeEach
  void open() {
    shell = new Shell(display);
    shell.setLayout(new GridLayout());
    shell.setSize(1000, 600);
  }

  @AfterEach
  void close() {
    shell.dispose();
  }

  private void show(String name) throws Exception {
    shell.open();
    shell.layout(true, true);
    for (int quiet = 0; quiet < 20; quiet++) {
      while (display.readAndDispatch()) {
        quiet = 0;
      }
      Thread.sleep(10);
    }
    var image = new Image(display, shell.getClientArea());
    var gc = new GC(shell);
    gc.copyArea(image, 0, 0);
    gc.dispose();
    var loader = new ImageLoader();
    loader.data = new org.eclipse.swt.graphics.ImageData[] {image.getImageData()};
    image.dispose();
    var file = Path.of("target", "screenshots", name + ".png");
    Files.createDirectories(file.getParent());
    loader.save(file.toString(), SWT.IMAGE_PNG);
  }

  private static <T extends Control> List<T> all(Composite in, Class<T> type) {
    var found = new ArrayList<T>();
    for (var child : in.getChildren()) {
      if (type.isInstance(child)) {
        found.add(type.cast(child));
      } else if (child instanceof Composite composite) {
        found.addAll(all(composite, type));
      }
    }
    return found;
  }

  @Test
  void aRecordingWithoutEventsSaysHowToMakeOneAndItsCommandsCanBeCopied() throws Exception {
    var howTo = new HowToRecord(shell);
    show("how-to-record");
    var commands = all(howTo.composite(), Text.class);
    assertThat(commands)
        .extracting(Text::getText)
        .anyMatch(text -> text.contains("-javaagent:exectrace.jar=recording="))
        .anyMatch(text -> text.contains("-XX:StartFlightRecording"))
        .anyMatch(text -> text.contains("exectrace.jar attach PID "));
    var copy = all(howTo.composite(), Button.class);
    assertThat(copy).hasSameSizeAs(commands);
    copy.getLast().notifyListeners(SWT.Selection, new Event());
    var clipboard = new Clipboard(display);
    assertThat(clipboard.getContents(TextTransfer.getInstance()))
        .isEqualTo(commands.getLast().getText());
    clipboard.dispose();
  }

  @Test
  void aBannerSaysWhatIsMissingAndTakesNoRoomOtherwise() throws Exception {
    var banner = new WarningBanner(shell);
    banner.show(model.warnings());
    show("no-banner");
    assertThat(model.warnings()).isEmpty();
    assertThat(banner.composite().isVisible()).isFalse();
    banner.show(withoutLedger.warnings());
    new ProgramLegend(shell).show(ProgramColors.of(model.processes()));
    show("banner");
    assertThat(banner.composite().isVisible()).isTrue();
    assertThat(all(banner.composite(), Label.class))
        .extracting(Label::getText)
        .anyMatch(text -> text.contains("exectrace.TracerStatistics"));
    assertThat(all(shell, Label.class)).extracting(Label::getText).contains("sleep  ", "failed  ");
  }

  @Test
  void theTreeIsFilledAsFarAsItIsLookedAt() throws Exception {
    var viewer = new TreeViewer(shell, SWT.VIRTUAL | SWT.FULL_SELECTION);
    viewer.setUseHashlookup(true);
    viewer.getTree().setLayoutData(GridDataFactory.fillDefaults().grab(true, true).create());
    viewer.setLabelProvider(
        new LabelProvider() {
          @Override
          public String getText(Object element) {
            return ((TracedProcess) element).commandLine();
          }
        });
    var content = new LazyProcesses(viewer);
    viewer.setContentProvider(content);
    content.setForest(Forest.of(model.processes(), null));
    viewer.setInput(new Object());
    assertThat(viewer.getTree().getItemCount()).isEqualTo(model.roots().size());
    var shells = content.roots().stream().filter(root -> !root.children().isEmpty()).toList();
    for (var root : shells) {
      content.updateElement(viewer.getInput(), content.roots().indexOf(root));
      viewer.setExpandedState(root, true);
    }
    show("process-tree");
    var first = viewer.getTree().getItem(content.roots().indexOf(shells.getFirst()));
    assertThat(first.getText()).isEqualTo(shells.getFirst().commandLine());
    assertThat(first.getItems())
        .extracting(item -> item.getText())
        .containsExactlyElementsOf(
            shells.getFirst().children().stream().map(TracedProcess::commandLine).toList());
  }

  @Test
  void theTableIsFilledAsFarAsItIsLookedAt() throws Exception {
    var viewer = new TableViewer(shell, SWT.VIRTUAL | SWT.FULL_SELECTION);
    viewer.getTable().setLayoutData(GridDataFactory.fillDefaults().grab(true, true).create());
    var asked = new HashSet<Object>();
    viewer.setLabelProvider(
        new LabelProvider() {
          @Override
          public String getText(Object element) {
            asked.add(element);
            return "row " + element;
          }
        });
    var content = new LazyRows<Integer>(viewer);
    viewer.setContentProvider(content);
    content.show(IntStream.range(0, 100_000).boxed().toList());
    show("table");
    viewer.getTable().setSelection(99_999);
    assertThat(viewer.getStructuredSelection().getFirstElement()).isEqualTo(99_999);
    content.show(new RowOrder<Integer>(row -> row, false).sort(content.rows()));
    show("table-sorted");
    assertThat(viewer.getTable().getItemCount()).isEqualTo(100_000);
    assertThat(viewer.getTable().getItem(0).getText()).isEqualTo("row 99999");
    assertThat(viewer.getStructuredSelection().isEmpty()).isTrue();
    assertThat(asked).hasSizeLessThan(1000);
  }

  @Test
  void aColumnIsLookedUpOnceForEachRowAndWhatIsUnknownComesFirst() {
    var rows = List.of("b1", "A2", "-", "a1", "B1", "c");
    var lookups = new ArrayList<String>();
    var order =
        new RowOrder<String>(
            row -> {
              lookups.add(row);
              return row.equals("-") ? null : row;
            },
            true);
    assertThat(order.sort(rows)).containsExactly("-", "a1", "A2", "b1", "B1", "c");
    assertThat(lookups).isEqualTo(rows);
    assertThat(new RowOrder<String>(row -> row.equals("-") ? null : row, false).sort(rows))
        .containsExactly("c", "b1", "B1", "A2", "a1", "-");
  }

  @Test
  void theLegendHasNoColourForFailuresWhereNothingFailed() throws Exception {
    var succeeded = model.processes().stream().filter(process -> !process.isFailed()).toList();
    new ProgramLegend(shell).show(ProgramColors.of(succeeded));
    show("legend");
    assertThat(all(shell, Label.class))
        .extracting(Label::getText)
        .contains("wc  ")
        .doesNotContain("failed  ");
  }

  @Test
  void onlyTheLatestOfWhatTheUserWantedIsShown() throws Exception {
    var latest = new Latest(shell);
    var first = new CountDownLatch(1);
    var shown = new ArrayList<String>();
    latest.make(
        () -> {
          assertThat(display.getThread()).isNotEqualTo(Thread.currentThread());
          return await(first);
        },
        shown::add);
    latest.make(() -> "second", shown::add);
    first.countDown();
    show("latest");
    assertThat(shown).containsExactly("second");
  }

  private static String await(CountDownLatch latch) {
    try {
      latch.await();
      return "first";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
