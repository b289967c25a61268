package io.github.exectrace.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Options have one name everywhere, and can be written as they were read. */
class OptionValuesTest {
  private static final int ROUNDS = 20_000;
  private static final String CHARACTERS = ",\\=%@/a b.*\"'ü\u2028";

  private final Random random = new Random(5);

  @Test
  void whatIsWrittenReadsAsTheSameOptions() {
    for (int i = 0; i < ROUNDS; i++) {
      var text = randomOptions();
      var options = OptionValues.parse(text);
      assertThat(OptionValues.parse(options.toString())).as(text).isEqualTo(options);
    }
  }

  private String randomOptions() {
    var options = new ArrayList<String>();
    for (var key : OptionKey.values()) {
      int times = key == OptionKey.REDACTION ? random.nextInt(3) : random.nextInt(2);
      for (int i = 0; i < times; i++) {
        options.add(randomName(key) + randomValue(key));
      }
    }
    Collections.shuffle(options, random);
    return String.join(",", options);
  }

  private String randomName(OptionKey key) {
    var names = new ArrayList<>(key.aliases());
    names.add(key.word());
    return names.get(random.nextInt(names.size()));
  }

  private String randomValue(OptionKey key) {
    return switch (key.takes()) {
      case Values.Choice choice -> "=" + choice.words().get(random.nextInt(choice.words().size()));
      case Values.Bytes ignored ->
          "=" + List.of("0", "4096", "1k", "3M", "1g").get(random.nextInt(5));
      case Values.File ignored -> "=" + randomText();
      case Values.Patterns ignored -> "=" + randomText();
      case Values.Flag ignored -> "";
    };
  }

  /** As a user has to write it: with each comma escaped, and no backslash at its end. */
  private String randomText() {
    var text = new StringBuilder();
    for (int length = random.nextInt(6); length >= 0; length--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString().replace(",", "\\,") + "x";
  }

  @ParameterizedTest
  @CsvSource({"'recording=a\\,quiet'", "'quiet,recording=a\\'", "'redact=b\\'", "'redact=\\\\,x'"})
  void backslashesStayWhatTheyAre(String text) {
    var options = OptionValues.parse(text);

    assertThat(OptionValues.parse(options.toString())).isEqualTo(options);
  }

  @ParameterizedTest
  @CsvSource({
    "argbytes=1k, argument-limit=1024",
    "max-args=1k, argument-limit=1024",
    "args=first, arguments=first",
    "'redact=a,redact=b', 'redaction=a,redaction=b'",
  })
  void earlierNamesAreStillTaken(String earlier, String now) {
    assertThat(OptionValues.parse(earlier)).isEqualTo(OptionValues.parse(now)).hasToString(now);
  }

  @ParameterizedTest
  @CsvSource({"ARGUMENT_LIMIT, argument-limit, argumentLimit", "SCOPE, scope, scope"})
  void eachPlaceSpellsTheSameName(OptionKey key, String word, String setting) {
    assertThat(key.word()).isEqualTo(word);
    assertThat(key.setting()).isEqualTo(setting);
  }

  @ParameterizedTest
  @EnumSource
  void theReadmeHasEveryOption(OptionKey key) throws IOException {
    var readme = Files.readString(Path.of("..", "README.md"));
    var row = readme.lines().filter(line -> line.startsWith("| `" + key.word() + "` ")).findFirst();

    assertThat(row).as(key.word()).isPresent();
    if (key.takes() instanceof Values.Choice choice) {
      for (var word : choice.words()) {
        assertThat(row.get()).contains("`" + word + "`");
      }
    }
  }
}
