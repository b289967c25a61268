package io.github.exectrace.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The responsible line is one that somebody can look up in the application's sources. */
class CallSiteTest {
  private static final int NATIVE = -2;
  private static final StackTraceElement LINE =
      new StackTraceElement("com.acme.Pdf", "render", "Pdf.java", 42);

  private static StackTraceElement of(String type, int line) {
    return new StackTraceElement(type, "call", null, line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.sun.jna.Function",
        "com.sun.jna.Native",
        "com.kenai.jffi.Invoker",
        "jnr.ffi.provider.jffi.AbstractAsmLibraryInterface",
        "jnr.posix.BaseNativePOSIX",
        "com.acme.LibC$jnr$ffi$0",
        "com.acme.$Proxy5",
        "jdk.proxy2.$Proxy7"
      })
  void whatCallsNativeFunctionsIsNotIt(String glue) {
    assertThat(CallSite.in(List.of(of(glue, 7), LINE)))
        .contains("com.acme.Pdf.render(Pdf.java:42)");
  }

  @Test
  void aNativeMethodOfTheApplicationIsNotIt() {
    assertThat(CallSite.in(List.of(of("com.acme.Pdf", NATIVE), LINE)))
        .contains("com.acme.Pdf.render(Pdf.java:42)");
  }

  @Test
  void whatTheJdkHasForNativeCallsIsNotIt() {
    var frames = new ArrayList<StackTraceElement>();
    for (var type :
        List.of(
            "jdk.internal.foreign.abi.DowncallStub/0x000000001f040000",
            "java.lang.invoke.LambdaForm$DMH/0x000000001f041000",
            "java.lang.invoke.Invokers$Holder")) {
      frames.add(new StackTraceElement(null, "java.base", "25", type, "invoke", null, -1));
    }
    frames.add(LINE);
    assertThat(CallSite.in(frames)).contains("com.acme.Pdf.render(Pdf.java:42)");
  }

  @Test
  void thereNeedBeNone() {
    assertThat(CallSite.in(List.of(of("com.sun.jna.Function", NATIVE)))).isEmpty();
  }
}
