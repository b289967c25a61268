package io.github.exectrace.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.RecordingState;

/**
 * What all running recordings want together.
 *
 * @param wanted whether any of the events is enabled
 * @param capture what satisfies each recording
 * @param refused sentences about settings that were not understood and have no effect
 */
record Demand(boolean wanted, CaptureSettings capture, List<String> refused) {
  private static final String ENABLED = "enabled";

  /**
   * Asks the recorder, and so may wait for its lock.
   *
   * @param events the registered events that tracing is for
   * @param byDefault what holds for a recording that says nothing
   */
  static Demand ask(List<Class<? extends Event>> events, CaptureSettings byDefault) {
    var types = events.stream().map(EventType::getEventType).toList();
    if (types.stream().noneMatch(EventType::isEnabled)) {
      return new Demand(false, byDefault, List.of());
    }
    var refused = new ArrayList<String>();
    CaptureSettings all = null;
    for (var recording : FlightRecorder.getFlightRecorder().getRecordings()) {
      // Those that the recorder makes for itself are null.
      if (recording == null || recording.getState() != RecordingState.RUNNING) {
        continue;
      }
      var settings = recording.getSettings();
      if (types.stream().allMatch(type -> "false".equals(said(settings, type, ENABLED)))) {
        continue;
      }
      var one = read(settings, byDefault, refused);
      all = all == null ? one : all.merge(one);
    }
    return new Demand(true, all == null ? byDefault : all, List.copyOf(refused));
  }

  private static CaptureSettings read(
      Map<String, String> settings, CaptureSettings byDefault, List<String> refused) {
    var type = EventType.getEventType(ProcessExecEvent.class);
    var read = byDefault;
    for (var name : CaptureSettings.Name.values()) {
      var text = said(settings, type, name.inSettings());
      try {
        read = text == null ? read : name.read(read, text);
      } catch (IllegalArgumentException unknown) {
        refused.add(
            "the setting %s#%s=%s of a recording has no effect: %s"
                .formatted(type.getName(), name.inSettings(), text, unknown.getMessage()));
      }
    }
    return read;
  }

  /** What a recording says of an event, which it may name by its number; null if nothing. */
  private static String said(Map<String, String> settings, EventType type, String name) {
    var byName = settings.get(type.getName() + "#" + name);
    return byName != null ? byName : settings.get(type.getId() + "#" + name);
  }
}
