package io.github.exectrace.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.exectrace.tracer.Arguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static Arguments arguments(String... words) {
    return Arguments.of(List.of(words));
  }

  private static List<String> words(Arguments arguments) {
    return arguments.list().stream().map(word -> new String(word, StandardCharsets.UTF_8)).toList();
  }

  private static List<String> redact(String... words) {
    return words(Redaction.DEFAULT.apply(arguments(words)));
  }

  /** Each line: arguments between bars, with {@code «»} around what has to be masked. */
  static Stream<String> secrets() {
    return Stream.of(
        "app|--password=«hunter2»",
        "app|--password=«two words, and = more; x=y»",
        "app|--password|«hunter2»|--verbose",
        "app|--password|«-hunter2»",
        "app|-password|«hunter2»",
        "app|--db-password=«x y»|--host=h",
        "app|--api-key|«0123»|file",
        "app|--apiKey=«0123»",
        "app|--client-secret=«a=b»",
        "app|--auth-token=«abc»",
        "app|--access-token:«abc»",
        "app|--secret-string|«abc»",
        "app|--pin|«1234»",
        "app|-e|PASSWORD=«a b»",
        "app|--env=DB_PASSWORD=«a b»",
        "app|token=«abc»|user=bob",
        "app|--set|auth.password=«abc,auth.user=bob»",
        "app|--opts=user=bob,password=«abc»,host=h",
        "app|--opts=user=bob,password=«a,b»,host=h",
        "java|-Dfoo.password=«x y»|-Djavax.net.ssl.trustStorePassword=«changeit»|Main",
        "java|-javaagent:/x.jar=host=h,token=«abc»,level=3",
        "keytool|-storepass|«changeit»|-keypass|«other1»|-alias|a",
        "env|AWS_SECRET_ACCESS_KEY=«wJalrXUtnFEMI/K7MDENG»|AWS_REGION=eu|aws|s3|ls",
        "env|PGPASSWORD=«x»|psql|-h|h",
        "aws|configure|set|aws_secret_access_key|«wJalr»",
        "npm|config|set|//registry.example.org/:_authToken=«abc»",
        "sh|-c|PGPASSWORD=«s3cret» psql -h db",
        "sh|-c|PGPASSWORD='«s3 cret»' psql -h db && echo done",
        "sh|-c|export TOKEN=\"«a b;c»\"; run --flag",
        "sh|-c|mysql -u root -p«s3cret» db < dump.sql",
        "sh|-c|mysql -u root -p'«s3 cret»' db",
        "sh|-c|curl -sS -u bob:«s3cret» https://h/ | jq .x",
        "sh|-c|app --password «s3cret» --host h",
        "sh|-c|app --password '«it is»' --host h",
        "sh|-c|x=$(curl -H \"Authorization: Bearer «abcdefgh12345678»\" https://h)",
        "sh|-c|bash -c \"PGPASSWORD='«s3 cret»' psql\"",
        "bash|-lc|sudo -u x mysqldump --password=«s3cret» db",
        "timeout|10|sh|-ec|echo a; redis-cli -a «s3cret» ping",
        "sh|-c|[ \"$PASSWORD\" = \"«s3cret»\" ] && echo yes",
        "sh|-c|curl -d \"{\\\"user\\\":\\\"bob\\\",\\\"password\\\":\\\"«s3cret»\\\"}\" https://h",
        "ssh|host|PGPASSWORD=«s3cret» psql -c 'select 1'",
        "mysql|-h|h|-p«s3cret»|db",
        "/usr/bin/mysqldump|-uroot|-p«s3cret»",
        "sudo|-n|mysql|-p«s3cret»",
        "sshpass|-p|«s3cret»|ssh|h",
        "sshpass|-p«s3cret»|ssh|h",
        "docker|login|-u|bob|-p|«s3cret»|registry",
        "ldapsearch|-D|cn=x|-w|«s3cret»",
        "redis-cli|-h|h|-a|«s3cret»",
        "curl|-u|bob:«s3cret»|https://h/",
        "curl|-ubob:«s3cret»|https://h/",
        "curl|-sSfu|bob:«s3:cret»|https://h/",
        "curl|--user|bob:«s3cret»|--proxy-user=bob:«x9x9»|https://h/",
        "curl|-x|bob:«s3cret»@proxy:3128|https://h/",
        "curl|--oauth2-bearer|«abcd»|https://h/",
        "curl|-H|Authorization: Bearer «abc.def-ghi»|https://h/",
        "curl|-H|authorization: Basic «dXNlcjpwYXNz»",
        "curl|-HAuthorization: «abc»",
        "curl|-H|X-Api-Key: «abc»|-H|Accept: text/html",
        "curl|-H|X-Auth-Token:«abc»",
        "curl|--header=X-Auth-Token:«abc»",
        "curl|-H|PRIVATE-TOKEN: «abc»",
        "curl|-H|Cookie: «a=b; c=d»",
        "curl|-b|«a=b; c=d»|https://h",
        "curl|-d|{\"user\":\"bob\",\"password\":\"«s3\\\"cret»\",\"x\":1}",
        "curl|-d|{\"api_key\": \"«abc»\", \"n\": {\"token\":\"«def»\"}}",
        "curl|-d|{\"secrets\":«[\"a\",\"b\"]»,\"x\":1}",
        "curl|-d|user=bob&password=«s3cret»&x=y",
        "curl|https://h/p?user=bob&access_token=«abc»&x=y",
        "curl|https://h/p?sig=«abc%3D»&se=2026",
        "git|clone|https://bob:«s3cret»@h/r.git",
        "git|clone|https://bob:«s3/c#r?et»@h:8443/r.git",
        "git|clone|https://«0123456789abcdef0123456789abcdef01234567»@h/r.git",
        "git|clone|https://h/r.git?u=«ghp_0123456789abcdefghijABCDEFGHIJ012345»",
        "git|-c|http.extraHeader=Authorization: Basic «abc=»|fetch",
        "app|postgres://bob:«s3cret»@h/db|amqp://guest:«guest»@h:5672//",
        "app|jdbc:postgresql://h/db?user=bob&password=«s3cret»&ssl=true",
        "app|jdbc:sqlserver://h;user=bob;password=«s3cret»;encrypt=true",
        "app|jdbc:oracle:thin:bob/«s3cret»@//h:1521/x",
        "sqlplus|bob/«s3cret»@db",
        "psql|host=h password=«s3cret» dbname=x",
        "psql|-c|ALTER USER bob PASSWORD '«s3cret»'",
        "mysql|-e|CREATE USER bob IDENTIFIED BY '«s3cret»'",
        "openssl|rsa|-passin|«pass:s3cret»",
        "openssl|enc|-pass|«pass:s3cret»|-k|«s3cret»",
        "app|«ghp_0123456789abcdefghijABCDEFGHIJ012345»",
        "app|x «xoxb-123456789012-abcdefghij» y",
        "app|«AKIAIOSFODNN7EXAMPLE»",
        "app|«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N»",
        "app|-----BEGIN RSA PRIVATE KEY-----«\nMIIabc\n»-----END RSA PRIVATE KEY-----\n",
        "app|-----BEGIN PRIVATE KEY-----«\nMIIabc\n»",
        "app|https://hooks.slack.com/«services/T0/B0/abc»",
        "app|DefaultEndpointsProtocol=https;AccountName=a;AccountKey=«abc==»;EndpointSuffix=x",
        "kubectl|create|secret|generic|s|--from-literal=user=«bob»|--from-literal|k=«v»",
        "app|VAULT_SECRET_ID=«abc»",
        "app|--credentials=«bob:abc»",
        "zip|-P|«s3cret»|a.zip|f",
        "7z|x|-p«s3cret»|a.7z",
        "smbclient|//h/s|-U|bob%«s3cret»",
        "htpasswd|-b|file|bob|«s3cret»",
        "nmcli|dev|wifi|connect|ssid|password|«s3cret»",
        "curl -u bob:«s3cret» https://h");
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void secretsAreMaskedAndNothingElse(String line) {
    var given = line.replace("«", "").replace("»", "").split("\\|", -1);
    var expected = line.replaceAll("«[^»]*»", "***").split("\\|", -1);

    assertThat(redact(given)).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app|--password-file=/x|--password-file|/x|--password-stdin|x",
        "app|--token-ttl=5|--token-ttl|5|--max-tokens=100",
        "app|--password=|--password|--host|h",
        "app|--no-password|x|--ask-pass|y",
        "app|--secret-name=x|--secret-id|prod/db|--key-file|k",
        "app|--use-token=true|--token=$TOKEN|--password=${DB_PASSWORD}",
        "app|--private-key=/etc/k.pem|--credentials|/etc/c.json",
        "docker|run|-p|80:80|-p8080:8080|registry/app-token:1.2|x@sha256:abc",
        "docker|build|--secret|id=x,src=y|.",
        "ls|-la|/etc/passwd|secret.txt",
        "cat|/run/secrets/token|password",
        "sh|-c|PGPASSWORD=\"$DB_PASSWORD\" psql -h db",
        "sh|-c|export TOKEN=$(cat /run/token); run --flag",
        "sh|-c|cd \"$PWD\" && make -j4 && echo done > /dev/null",
        "git|commit|-m|Keep the pass rate up; tokens are counted",
        "curl|-H|Accept: text/html|https://h:8443/a@b?x=y#z",
        "scp|bob@h:/a/b|.",
        "mysql|-p|db",
        "ps|-p|123|-o|pid,comm",
        "ssh|-p|22|bob@h|uptime",
        "java|-cp|a:b|-Xmx1g|-Dfile.encoding=UTF-8|Main",
        "ffmpeg|-i|a|-pass|1|-vf|lowpass=f=3000",
        "PWD=/home/x|PWD=/home/x",
        "git|clone|ssh://git@h:22/r.git|https://user@h/r",
        "",
      })
  void othersAreLeftAlone(String line) {
    var given = arguments(line.split("\\|", -1));

    assertThat(words(Redaction.DEFAULT.apply(given))).isEqualTo(words(given));
    assertThat(Redaction.DEFAULT.apply(given)).isSameAs(given);
  }

  @Test
  void whatWasCutIsMaskedToo() {
    for (var line :
        List.of(
            "app|--password=«hunt",
            "app|--password|«h",
            "app|x https://bob:«hun",
            "app|x https://bob:«12",
            "app|{\"password\":\"«hunt",
            "mysql|-p«h",
            "app|«ghp_0123",
            "app|«eyJhbGciOiJIUz",
            "sh|-c|PGPASSWORD='«hun",
            "sh|-c|app --password «hun",
            "app|jdbc:oracle:thin:bob/«hun",
            "app|-----BEGIN PRIVATE KEY-----«MII")) {
      var block = line.replace("«", "").replace('|', '\0').getBytes(StandardCharsets.UTF_8);
      var redacted = Redaction.DEFAULT.apply(new Arguments(block, 9, 1000));

      assertThat(words(redacted)).containsExactly(line.replaceAll("«.*", "***").split("\\|", -1));
      assertThat(redacted.truncated()).isTrue();
      assertThat(redacted.totalBytes()).isEqualTo(1000);
      assertThat(redacted.count()).isEqualTo(9);
    }
  }

  @Test
  void countLengthAndBoundariesStay() {
    var given = arguments("app", "", "--password=a long one", "", "x");
    var redacted = Redaction.DEFAULT.apply(given);

    assertThat(words(redacted)).containsExactly("app", "", "--password=***", "", "x");
    assertThat(redacted.truncated()).isFalse();
    assertThat(redacted.totalBytes()).isEqualTo(given.totalBytes());
    assertThat(redacted.count()).isEqualTo(5);
  }

  @Test
  void bytesThatAreNoTextStay() {
    var block = HexFormat.of().parseHex("6100ff3dfe2070617373776f72643dfdfc20ff00");
    var redacted = Redaction.DEFAULT.apply(new Arguments(block, 2, block.length));

    // a, \xff=\xfe password=***
    assertThat(HexFormat.of().formatHex(redacted.block()))
        .isEqualTo("6100ff3dfe2070617373776f72643d2a2a2a20ff00");
  }

  @Test
  void onesOwnPatternsAddToTheDefault() {
    var redaction = Redaction.parse("cust-\\d{2\\,5},id=(\\w+)");
    var given = arguments("app", "cust-123 id=bob", "ümläut cust-12", "--password=x");

    assertThat(words(redaction.apply(given)))
        .containsExactly("app", "*** id=***", "ümläut ***", "--password=***");
    assertThat(Redaction.parse(redaction.toString())).isEqualTo(redaction);
  }

  @Test
  void withNoneOnlyOnesOwnPatternsCount() {
    var redaction = Redaction.of(List.of("none", "cust-\\d+"));

    assertThat(words(redaction.apply(arguments("--password=x", "cust-1"))))
        .containsExactly("--password=x", "***");
    assertThat(Redaction.parse("none").isNone()).isTrue();
    assertThat(Redaction.parse("none")).isEqualTo(Redaction.NONE);
    assertThat(Redaction.parse("default")).isEqualTo(Redaction.DEFAULT);
    assertThat(Redaction.parse("")).isEqualTo(Redaction.DEFAULT);
  }

  @Test
  void patternsCanBeInAFile(@TempDir Path folder) throws IOException {
    var file = folder.resolve("patterns");
    Files.writeString(file, "# customers\ncust-\\d{1,3}\n\nid=(\\w+)\n");
    var redaction = Redaction.of(List.of("@" + file));

    assertThat(words(redaction.apply(arguments("cust-12,id=bob")))).containsExactly("***,id=***");
  }

  @ParameterizedTest
  @CsvSource({
    "(, not a regular expression",
    "@/no/such/file, /no/such/file",
    "'none,default', both",
  })
  void whatIsWrongIsSaid(String text, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Redaction.parse(text))
        .withMessageContaining(said);
  }

  @Test
  void theStricterOfTwoMasksWhatEitherDoes() {
    var both = Redaction.parse("none,x+").and(Redaction.parse("y+"));

    assertThat(words(both.apply(arguments("xx", "yy", "--password=z"))))
        .containsExactly("***", "***", "--password=***");
    assertThat(Redaction.NONE.and(Redaction.NONE)).isEqualTo(Redaction.NONE);
  }

  @Test
  void aPatternThatTakesForeverMasksTheWholeArgument() {
    var redaction = Redaction.of(List.of("none", "(a+)+$"));
    var hostile = "a".repeat(60_000) + "b";

    assertThat(words(redaction.apply(arguments(hostile, "x")))).containsExactly("***", "x");
  }

  @Test
  void textsAreRedactedToo() {
    assertThat(Redaction.DEFAULT.apply("/usr/bin/curl")).isEqualTo("/usr/bin/curl");
    assertThat(Redaction.DEFAULT.apply("curl -u bob:s3cret https://h"))
        .isEqualTo("curl -u bob:*** https://h");
    assertThat(Redaction.DEFAULT.apply((String) null)).isNull();
  }

  @Test
  void commandsInThreadNamesAreRedacted() {
    assertThat(Redaction.DEFAULT.applyToThreadName("run mysql -ps3cret db"))
        .isEqualTo("run mysql -p*** db");
    assertThat(Redaction.DEFAULT.applyToThreadName("Exec[mysql, -uroot, -ps3cret, db]"))
        .isEqualTo("Exec[mysql, -uroot, -p***, db]");
    assertThat(Redaction.DEFAULT.applyToThreadName("curl -u bob:hun")).isEqualTo("curl -u bob:***");
    assertThat(Redaction.DEFAULT.applyToThreadName("pool-1-thread-7")).isEqualTo("pool-1-thread-7");
    assertThat(Redaction.NONE.applyToThreadName("mysql -px")).isEqualTo("mysql -px");
    assertThat(Redaction.DEFAULT.applyToThreadName((String) null)).isNull();
  }

  /** What makes scanners go quadratic: it has to take about as long as its length. */
  static Stream<String> hostile() {
    return Stream.of(
            "a",
            "-",
            "=",
            ":",
            "x://y:z",
            "x://y:1@",
            "x://y:@/",
            "pw=${",
            "pw=$(",
            "pw='$(",
            "pw=$A,",
            "password=",
            "password: ",
            "token=a,",
            "a, ",
            "\"password\":[",
            "\"password\":{\"",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN ",
            "eyJ-",
            "ghp_-",
            "\\",
            "\\\"",
            "'",
            "\"",
            "`",
            "$(",
            "' \" ",
            "sh -c '",
            "sh -c ",
            "mysql -p ",
            "bearer ",
            "password '",
            "cookie: ",
            "aA",
            "a.",
            "oracle:thin:a/",
            "hooks.slack.com ",
            "<password ",
            "<password>",
            "password('",
            "auth('a','",
            "\"name\":\"password\",",
            "password\"]='",
            "--password ",
            "send '",
            "assword send \"",
            "basic aA",
            "1//0",
            "s.a1",
            "fm2_",
            "discord.com/",
            "echo a | su;",
            "docker login vault ",
            "a[b, ",
            "\"$(",
            "\"$( `",
            "(echo a) | su;",
            "{ ",
            "su <<< a;",
            "\"key\":[",
            "\"key\":{\"key\":[",
            "login a password ",
            "password for a ",
            "password $$",
            "password password ",
            "pragma key ",
            "password-command=echo ",
            "system('",
            "run(",
            "a=b mysql --a=b mysql ",
            "s|password|a",
            "password%3D",
            "Private-Lines: 1\n",
            "re_a1A_",
            "mysql redis-cli curl ")
        .flatMap(unit -> Stream.of(unit, "x " + unit, "secret=" + unit))
        .map(unit -> unit.repeat((64 << 10) / unit.length()));
  }

  /** Were any of it quadratic, this would take many times as long; the limit is for that alone. */
  @ParameterizedTest(name = "{index}")
  @MethodSource("hostile")
  @Timeout(30)
  void noArgumentTakesMoreThanItsLength(String argument) {
    var redacted = Redaction.DEFAULT.apply(arguments("sh", "-c", argument));

    assertThat(redacted.count()).isEqualTo(3);
  }

  @Test
  void theTestsOwnMarksAreRight() {
    assertThat(secrets()).allMatch(line -> Arrays.stream(line.split("«", -1)).count() > 1);
  }
}
