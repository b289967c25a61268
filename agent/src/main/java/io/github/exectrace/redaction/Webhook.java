package io.github.exectrace.redaction;

import java.util.List;

/** Addresses that whoever knows them may post to: their path is a secret. */
final class Webhook {
  /**
   * A service.
   *
   * @param host how the name of its host ends
   * @param path what the path begins with, and is shown of it
   */
  private record Service(String host, String path) {}

  private static final List<Service> SERVICES =
      List.of(
          new Service("hooks.slack.com", "/"),
          new Service("discord.com", "/api/"),
          new Service("discordapp.com", "/api/"),
          new Service("webhook.office.com", "/"),
          new Service("outlook.office.com", "/webhook/"),
          new Service("hooks.zapier.com", "/hooks/catch/"),
          new Service("maker.ifttt.com", "/trigger/"),
          new Service("sentry.io", "/api/hooks/release/builtin/"),
          new Service("open.feishu.cn", "/open-apis/bot/"),
          new Service("open.larksuite.com", "/open-apis/bot/"),
          new Service("events.pagerduty.com", "/integration/"),
          new Service("conda.anaconda.org", "/t/"),
          new Service("live.twitch.tv", "/app/"));

  private Webhook() {}

  /**
   * Masks the path.
   *
   * @param end where the host's name ends and the path begins
   * @return where to read on; {@code end} if it is no such address
   */
  static int mask(Word word, int at, int end) {
    var text = word.text();
    for (var service : SERVICES) {
      int host = end - service.host.length();
      if (host >= at
          && text[end - 1] == service.host.charAt(service.host.length() - 1)
          && Bytes.matches(text, host, service.host)
          && Bytes.matches(text, end, service.path)) {
        int to = end;
        while (to < text.length && !Bytes.isSpace(text[to]) && !Bytes.isQuote(text[to])) {
          to++;
        }
        word.mask(Math.min(to, end + service.path.length()), to);
        return to;
      }
    }
    return end;
  }
}
