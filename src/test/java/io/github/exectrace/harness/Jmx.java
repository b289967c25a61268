package io.github.exectrace.harness;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.management.jfr.FlightRecorderMXBean;

/** A connection to another JVM as JDK Mission Control makes it. */
public final class Jmx implements AutoCloseable {
  private final JMXConnector connector;

  private Jmx(JMXConnector connector) {
    this.connector = connector;
  }

  /** Starts the JVM's own management agent and connects to it. */
  @SuppressWarnings("BanJNDI") // the other side is a JVM of this test
  public static Jmx connect(long pid) throws IOException {
    try {
      var machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return new Jmx(
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException refused) {
      throw new IOException(refused);
    }
  }

  /** The JVM's flight recorder. */
  public FlightRecorderMXBean flightRecorder() throws IOException {
    return ManagementFactory.getPlatformMXBean(
        connector.getMBeanServerConnection(), FlightRecorderMXBean.class);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
