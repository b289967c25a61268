package io.github.exectrace.redaction;

/** Secrets that are known by how they begin, whoever names them and however. */
final class KnownToken {
  /**
   * A kind of them.
   *
   * @param prefix how they begin
   * @param least how many bytes follow at least
   */
  private record Shape(String prefix, int least) {}

  private static final int JWT_LEAST = 10;

  // As their issuers and the scanners of secrets document them.
  private static final Shape[] SHAPES = {
    new Shape("ghp_", 20), // GitHub
    new Shape("gho_", 20),
    new Shape("ghu_", 20),
    new Shape("ghs_", 20),
    new Shape("ghr_", 20),
    new Shape("github_pat_", 20),
    new Shape("glpat-", 16), // GitLab
    new Shape("gldt-", 16),
    new Shape("glrt-", 16),
    new Shape("xoxb-", 10), // Slack
    new Shape("xoxa-", 10),
    new Shape("xoxp-", 10),
    new Shape("xoxr-", 10),
    new Shape("xoxs-", 10),
    new Shape("xoxe.", 10),
    new Shape("xapp-", 10),
    new Shape("AKIA", 16), // AWS
    new Shape("ASIA", 16),
    new Shape("AIza", 30), // Google
    new Shape("ya29.", 20),
    new Shape("sk_live_", 10), // Stripe
    new Shape("sk_test_", 10),
    new Shape("rk_live_", 10),
    new Shape("rk_test_", 10),
    new Shape("sk-ant-", 16), // Anthropic, OpenAI
    new Shape("sk-proj-", 16),
    new Shape("npm_", 30),
    new Shape("pypi-", 30),
    new Shape("hvs.", 20), // Vault
    new Shape("hvb.", 20),
    new Shape("SG.", 40), // SendGrid
    new Shape("dop_v1_", 30), // DigitalOcean
    new Shape("shpat_", 20), // Shopify
    new Shape("glsa_", 20), // Grafana
    new Shape("dckr_pat_", 16), // Docker
    new Shape("AGE-SECRET-KEY-1", 16),
    new Shape("PMAK-", 20), // Postman
    new Shape("hf_", 30), // Hugging Face
  };

  private KnownToken() {}

  /** Masks those in a run of bytes that names and tokens are made of. */
  static void mark(Word word, int from, int to) {
    var text = word.text();
    boolean cut = word.cut() && to == text.length;
    int lastDot = to - 1;
    while (lastDot >= from && text[lastDot] != '.') {
      lastDot--;
    }
    for (int i = from; i < to; i++) {
      boolean begins = i == from || !Bytes.isLetterOrDigit(text[i - 1]);
      if (begins && Bytes.isLetter(text[i]) && isToken(text, i, to, lastDot, cut)) {
        word.mask(i, to);
        return;
      }
    }
  }

  private static boolean isToken(byte[] text, int from, int to, int lastDot, boolean cut) {
    if (text[from] == 'e' && Bytes.matches(text, from, "eyJ")) {
      return isWebToken(from, to, lastDot, cut);
    }
    for (var shape : SHAPES) {
      if (text[from] == shape.prefix.charAt(0) && Bytes.matches(text, from, shape.prefix)) {
        int length = to - from - shape.prefix.length();
        return length >= (cut ? 1 : shape.least);
      }
    }
    return false;
  }

  /** A JSON web token (RFC 7519): base64url of an object, and a dot before the next part. */
  private static boolean isWebToken(int from, int to, int lastDot, boolean cut) {
    return to - from > JWT_LEAST && (cut || lastDot - from >= JWT_LEAST);
  }
}
