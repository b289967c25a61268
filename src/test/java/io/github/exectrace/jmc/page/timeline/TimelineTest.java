package io.github.exectrace.jmc.page.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.exectrace.harness.Jvm;
import io.github.exectrace.harness.Privileged;
import io.github.exectrace.jmc.model.Lane;
import io.github.exectrace.jmc.model.ProcessModel;
import io.github.exectrace.jmc.model.TracedProcess;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/** The demo's processes as the timeline draws them. */
@Privileged
class TimelineTest {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 400;

  private static ProcessModel model;
  private static List<Lane> lanes;

  @BeforeAll
  static void recordTheDemo(@TempDir Path scratch) throws Exception {
    System.setProperty("java.awt.headless", "true");
    var classes = Jvm.classPathOf(TimelineTest.class);
    var ended = Jvm.running(scratch, "io.github.exectrace.demo.Demo", classes).traced().run();
    model = ProcessModel.of(JfrLoaderToolkit.loadEvents(ended.recording().toFile()));
    lanes = Lane.of(model.processes());
  }

  private static TimeScale scale(long from, long to) {
    return new TimeScale(from, to, WIDTH);
  }

  private static BufferedImage paint(
      LaneLayout layout, TimeScale scale, Set<TracedProcess> chosen) {
    var image = new BufferedImage(WIDTH, layout.height(), BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, layout.height());
    var painter = new TimelinePainter(ProgramColors.of(model.processes()), chosen);
    painter.paint(graphics, layout, scale);
    graphics.dispose();
    return image;
  }

  @Test
  void everyProcessStandsInTheLaneOfItsThreadAndIsFoundWhereItIsDrawn() throws Exception {
    var layout = new LaneLayout(lanes, 0, HEIGHT);
    var scale = scale(model.start(), model.end());
    int found = 0;
    for (var band : layout.bands()) {
      for (int row = 0; row < band.rows.size(); row++) {
        for (var process : band.rows.get(row)) {
          int middle = (scale.pixel(process.start()) + scale.pixel(process.end())) / 2;
          int y = row * layout.rowHeight() + layout.rowHeight() / 2;
          var hit = TimelinePainter.at(band, layout.rowHeight(), middle, y, scale).orElseThrow();
          assertThat(hit.process.origin().orElseThrow().threadName()).isEqualTo(band.lane.name());
          found += hit.process == process ? 1 : 0;
        }
      }
    }
    // Two that share three pixels are distinguished by zooming in.
    assertThat(found).isBetween(model.processes().size() - 2, model.processes().size());
    var image = paint(layout, scale, Set.of());
    var file = Path.of("target", "screenshots", "timeline.png");
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void aStartThatFailedIsMarkedInRed() {
    var failed =
        model.processes().stream()
            .filter(process -> process.ending() == TracedProcess.End.NOT_STARTED)
            .findFirst()
            .orElseThrow();
    var lane = lanes.stream().filter(l -> l.rows().getFirst().contains(failed)).toList();
    var layout = new LaneLayout(lane, 0, 100);
    var image = paint(layout, scale(model.start(), model.end()), Set.of());
    int x = scale(model.start(), model.end()).pixel(failed.start()) + 1;
    assertThat(new Color(image.getRGB(x, layout.rowHeight() / 2))).isEqualTo(ProgramColors.FAILED);
  }

  @Test
  void whatIsNotSelectedIsPaler() {
    var layout = new LaneLayout(lanes, 0, HEIGHT);
    var scale = scale(model.start(), model.end());
    var sleeper =
        model.processes().stream()
            .filter(process -> process.commandLine().equals("sleep 60"))
            .findFirst()
            .orElseThrow();
    var other = model.processes().stream().filter(process -> process != sleeper).findFirst();
    var plain = paint(layout, scale, Set.of());
    var others = paint(layout, scale, Set.of(other.orElseThrow()));
    var chosen = paint(layout, scale, Set.of(sleeper));
    var band = layout.bands().stream().filter(b -> b.lane.name().equals("health")).findFirst();
    // Right of the text, left of the mark of a failure.
    int x = scale.pixel(sleeper.end()) - 20;
    int y = band.orElseThrow().top + layout.rowHeight() / 2;
    var color = new Color(plain.getRGB(x, y));
    assertThat(new Color(chosen.getRGB(x, y))).isEqualTo(color);
    assertThat(new Color(others.getRGB(x, y)).getBlue()).isGreaterThan(color.getBlue());
  }

  @Test
  void rowsThatDoNotFitAreReachedByScrolling() {
    int all = LaneLayout.countRows(lanes);
    var top = new LaneLayout(lanes, 0, 60);
    var bottom = new LaneLayout(lanes, all, 60);
    assertThat(top.bands().getFirst().lane).isSameAs(lanes.getFirst());
    assertThat(bottom.bands().getLast().lane).isSameAs(lanes.getLast());
    assertThat(bottom.bands().getLast().rows.getLast()).isSameAs(lanes.getLast().rows().getLast());
  }
}
