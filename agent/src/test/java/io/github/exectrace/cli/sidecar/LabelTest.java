package io.github.exectrace.cli.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {
  @ParameterizedTest
  @CsvSource({"a=b, a, b", "' a = b c ', a, b c", "a=b=c, a, b=c", "a=, a, ''"})
  void theFirstEqualsSignDivides(String text, String key, String value) {
    assertThat(Label.parse(text)).isEqualTo(new Label(key, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "=b", " =b"})
  void aLabelWithoutKeyOrEqualsSignIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Label.parse(text))
        .withMessageContainingAll("'" + text + "'", "key=value");
  }

  @Test
  void theLastOfEachKeyCounts() {
    var labels = List.of(new Label("a", "1"), new Label("b", "2"), new Label("a", "3"));

    assertThat(Label.byKey(labels)).containsExactly(entry("a", "3"), entry("b", "2"));
  }
}
