package io.github.exectrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\r\t\0\u001b[2J",
        "\u007f\u009b2J",
        "a\u202eb\u2066",
        "\u2028\u2029",
        "\udb40\udc41",
        "\u3164\u2800\u034f\ufe0f",
        "\u0338",
        "\ud83d"
      })
  void nothingThatATerminalObeysOrHidesIsRaw(String text) throws IOException {
    var line = JsonLine.of(json -> json.name("x").value(text));

    assertThat(line).matches("[ -~]+");
    assertThat(valueOfX(line)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "größer <&'>", "日本語", "😀"})
  void whatIsVisibleStaysAsItIs(String text) {
    assertThat(JsonLine.of(json -> json.name("x").value(text)))
        .isEqualTo("{\"x\":\"" + text + "\"}");
  }

  private static String valueOfX(String line) throws IOException {
    try (var json = new JsonReader(new StringReader(line))) {
      json.beginObject();
      assertThat(json.nextName()).isEqualTo("x");
      return json.nextString();
    }
  }
}
