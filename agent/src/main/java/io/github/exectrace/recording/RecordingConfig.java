package io.github.exectrace.recording;

import io.github.exectrace.events.EventNames;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * What all running recordings want together.
 *
 * <p>The recorder has every event of an application enabled that a recording does not speak of, so
 * that a recording made for one event gets all others of the JVM with it. For the events of this
 * agent a recording has to ask: by the name of one of them, or with settings of the general kind,
 * as the JDK's default.jfc and profile.jfc are, which enable well over a hundred of the JDK's own
 * events. What an application enables one by one stays far below that.
 *
 * @param wanted whether a recording asks for the events
 * @param statistics whether one asks for TracerStatistics, though perhaps for no other event
 * @param capture what satisfies each recording
 * @param refused sentences about settings that were not understood and have no effect
 */
record RecordingConfig(
    boolean wanted, boolean statistics, CaptureSettings capture, List<String> refused) {
  private static final String ENABLED = "enabled";
  private static final String OF_THE_JDK = "jdk.";
  // default.jfc of JDK 25 enables 146 of the JDK's events and profile.jfc 153.
  private static final int GENERAL_EVENTS = 50;
  private static final int MOST_TRIES = 10_000;

  /**
   * Asks the recorder, and so may wait for its lock.
   *
   * @param events the registered events that tracing is for
   * @param byDefault what holds for a recording that says nothing
   */
  static RecordingConfig ask(List<Class<? extends Event>> events, CaptureSettings byDefault) {
    var types = events.stream().map(EventType::getEventType).toList();
    var refused = new ArrayList<String>();
    CaptureSettings all = null;
    boolean statistics = false;
    for (var recording : FlightRecorder.getFlightRecorder().getRecordings()) {
      // Those that the recorder makes for itself are null.
      if (recording == null || recording.getState() != RecordingState.RUNNING) {
        continue;
      }
      var settings = settings(recording);
      statistics |= asksForStatistics(enabled(settings));
      if (asks(settings, types)) {
        var one = read(settings, byDefault, refused);
        all = all == null ? one : all.merge(one);
      }
    }
    return new RecordingConfig(
        all != null, statistics, all == null ? byDefault : all, List.copyOf(refused));
  }

  /**
   * The recorder copies a recording's settings without a lock (Recording.getSettings), so this may
   * come upon a change that is under way. Each change is announced once it is made.
   */
  private static Map<String, String> settings(Recording recording) {
    for (int tries = 1; ; tries++) {
      try {
        return recording.getSettings();
      } catch (ConcurrentModificationException changing) {
        if (tries == MOST_TRIES) {
          throw changing;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static boolean asksForStatistics(Map<String, String> said) {
    var enabled = said.get(EventNames.TRACER_STATISTICS);
    return enabled == null ? isGeneral(said) : !enabled.equals("false");
  }

  /** Whether a recording with these settings is to hold events of this agent. */
  private static boolean asks(Map<String, String> settings, List<EventType> types) {
    var said = enabled(settings);
    boolean silent = false;
    for (var type : types) {
      var enabled = said.getOrDefault(type.getName(), said.get(String.valueOf(type.getId())));
      if (enabled == null) {
        silent = true;
      } else if (!enabled.equals("false")) {
        return true;
      }
    }
    // An event of which nothing is said comes with the others.
    return silent && (said.containsKey(EventNames.TRACER_STATISTICS) || isGeneral(said));
  }

  private static boolean isGeneral(Map<String, String> enabled) {
    return enabled.entrySet().stream()
            .filter(event -> event.getKey().startsWith(OF_THE_JDK))
            .filter(event -> event.getValue().equals("true"))
            .limit(GENERAL_EVENTS)
            .count()
        == GENERAL_EVENTS;
  }

  /** The events that settings speak of, by name or number; empty where "enabled" is not said. */
  private static Map<String, String> enabled(Map<String, String> settings) {
    var events = new HashMap<String, String>();
    settings.forEach(
        (key, value) -> {
          int separator = key.indexOf('#');
          if (separator > 0) {
            boolean enables = key.substring(separator + 1).trim().equals(ENABLED);
            events.merge(key.substring(0, separator), enables ? value : "", String::concat);
          }
        });
    return events;
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
