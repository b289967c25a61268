package io.github.exectrace.redaction;

import java.util.ArrayList;
import java.util.List;

/**
 * How the tokens of an issuer look.
 *
 * @param prefix how they begin
 * @param least how many bytes follow at least
 * @param most how many follow at most
 * @param of what these bytes are
 */
record TokenShape(String prefix, int least, int most, Kind of) {
  private static final int ANY_LENGTH = 1 << 20;

  /** What a token is made of behind its prefix. */
  enum Kind {
    /** Letters, digits, dots, dashes and underscores. */
    NAME,
    /** The same and those of base64. */
    BASE64,
    /** Letters and digits, one digit at least: the prefix alone says little. */
    MIXED,
    /** Hexadecimal digits in lower or upper case. */
    HEX,
    /** Upper-case letters and digits. */
    UPPER,
    /** The same, in groups with dashes between. */
    GROUPS
  }

  /** As their issuers and the scanners of secrets document them: a prefix and a least length. */
  private static final String NAMED =
      """
      ghp_ 20 gho_ 20 ghu_ 20 ghs_ 20 ghr_ 20 github_pat_ 20
      glpat- 16 gldt- 16 glrt- 16 glptt- 16 gloas- 20 glcbt- 16 glagent- 20 glft- 16 glsoat- 16
      glimt- 16 glffct- 16 GR1348941 16
      xoxb- 10 xoxa- 10 xoxp- 10 xoxr- 10 xoxs- 10 xoxc- 10 xoxd- 10 xoxo- 10 xoxe- 10 xoxe. 10
      xapp- 10
      AKIA 16 ASIA 16 ABIA 16 ACCA 16 bedrock-api-key- 16
      AIza 30 ya29. 20 GOCSPX- 20
      sk_live_ 10 sk_test_ 10 rk_live_ 10 rk_test_ 10 sk_prod_ 10 rk_prod_ 10 whsec_ 20
      sk-ant- 16 sk-proj- 16 sk-svcacct- 16 sk-admin- 16 sk-or-v1- 20 gsk_ 30 xai- 40 pplx- 30
      hf_ 30 api_org_ 30 nvapi- 30 tvly- 20 lsv2_pt_ 20 lsv2_sk_ 20 jina_ 30
      npm_ 30 pypi- 30 rubygems_ 30 CLOJARS_ 40
      hvs. 20 hvb. 20 hvr. 20 SG. 40 xkeysib- 40
      dop_v1_ 30 doo_v1_ 30 dor_v1_ 30
      shpat_ 20 shpca_ 20 shppa_ 20 shpss_ 20 shptka_ 20
      glsa_ 20 dckr_pat_ 16 dckr_oat_ 16 AGE-SECRET-KEY-1 16 PMAK- 20
      ATATT3 20 ATCTT3 20 ATBB 24 lin_api_ 20 lin_oauth_ 20 figd_ 20 figo_ 20
      sntryu_ 20 sntrya_ 20 nfp_ 20 nfc_ 20 tskey- 20 ntn_ 30 dt0c01. 40 dt0s 40
      dp.pt. 30 dp.st. 30 dp.ct. 30 dp.sa. 30 dp.scim. 30 fo1_ 30 HRKU- 30 ico- 32 pul- 40
      pscale_tkn_ 20 pscale_pw_ 20 pscale_oauth_ 20 pnu_ 30 rdme_ 40 sqp_ 30 squ_ 30 sqa_ 30
      sgp_ 30 shippo_live_ 30 shippo_test_ 30 EZAK 40 EZTK 40 sq0atp- 20 sq0csp- 20 EAACEdEose0cBA 20
      NRAK- 20 NRII- 20 NRJS- 16 p8e- 30 duffel_live_ 30 duffel_test_ 30 FLWSECK 12 fio-u- 40
      tfp_ 40 access-sandbox- 30 access-production- 30 access-development- 30 SWMTKN- 20
      phx_ 30 phc_ 30 vercel_blob_rw_ 20 sbp_ 30 sb_secret_ 20 ccipat_ 20 CCIPAT_ 20 bkua_ 30
      apify_api_ 20 zpka_ 20 wlu_ 20 t1. 100 v1.0- 100 live_ 36
      """;

  private static final String BASE64 =
      "fm1r_ 60 fm1a_ 60 fm2_ 60 ABSK 100 ops_eyJ 40 sntrys_ 40 glc_ 32 ATATT3 20";

  private static final TokenShape[][] BY_FIRST = new TokenShape[128][];

  static {
    var all = new ArrayList<TokenShape>();
    addAll(all, BASE64, Kind.BASE64);
    addAll(all, NAMED, Kind.NAME);
    all.add(new TokenShape("sk-", 40, 64, Kind.MIXED)); // OpenAI's first
    all.add(new TokenShape("s.", 24, 24, Kind.MIXED)); // Vault
    all.add(new TokenShape("b.", 80, 300, Kind.MIXED));
    all.add(new TokenShape("secret_", 43, 43, Kind.MIXED)); // Notion
    all.add(new TokenShape("EAAA", 40, 300, Kind.MIXED)); // Square, Facebook
    all.add(new TokenShape("AKCp", 69, 69, Kind.MIXED)); // Artifactory
    all.add(new TokenShape("cmVmd", 59, 59, Kind.MIXED));
    all.add(new TokenShape("LTAI", 16, 24, Kind.MIXED)); // Alibaba
    all.add(new TokenShape("r8_", 37, 40, Kind.MIXED)); // Replicate
    all.add(new TokenShape("fw_", 22, 40, Kind.MIXED)); // Fireworks
    all.add(new TokenShape("cio", 32, 32, Kind.MIXED)); // crates.io
    all.add(new TokenShape("pat", 14, 14, Kind.MIXED)); // Airtable; a dot and more follow
    all.add(new TokenShape("dapi", 32, 32, Kind.HEX)); // Databricks
    all.add(new TokenShape("SK", 32, 32, Kind.HEX)); // Twilio
    all.add(new TokenShape("key-", 32, 32, Kind.HEX)); // Mailgun
    all.add(new TokenShape("API-", 26, 32, Kind.UPPER)); // Octopus Deploy
    all.add(new TokenShape("A3-", 32, 64, Kind.GROUPS)); // 1Password
    for (var shape : all) {
      int first = shape.prefix.charAt(0);
      var others = BY_FIRST[first] == null ? List.<TokenShape>of() : List.of(BY_FIRST[first]);
      var with = new ArrayList<>(others);
      with.add(shape);
      BY_FIRST[first] = with.toArray(TokenShape[]::new);
    }
  }

  private static void addAll(List<TokenShape> all, String table, Kind kind) {
    var words = table.strip().split("\\s+", -1);
    for (int i = 0; i < words.length; i += 2) {
      all.add(new TokenShape(words[i], Integer.parseInt(words[i + 1]), ANY_LENGTH, kind));
    }
  }

  /**
   * Where a token ends that begins at a place; -1 if none does.
   *
   * @param to where the run of name characters ends that it begins in
   * @param cut whether more would follow that was not captured
   */
  static int end(byte[] text, int from, int to, boolean cut) {
    var shapes = text[from] > 0 ? BY_FIRST[text[from]] : null;
    if (shapes == null) {
      return -1;
    }
    for (var shape : shapes) {
      if (Bytes.matches(text, from, shape.prefix)) {
        int end = shape.tokenEnd(text, from + shape.prefix.length(), to, cut);
        if (end >= 0) {
          return end;
        }
      }
    }
    return -1;
  }

  private int tokenEnd(byte[] text, int from, int to, boolean cut) {
    int end = from;
    boolean digit = of != Kind.MIXED;
    while (end < text.length && isOf(text[end])) {
      digit |= Bytes.isDigit(text[end]);
      end++;
    }
    boolean open = cut && end == text.length;
    boolean longEnough = end - from >= (open ? 1 : least) && end - from <= most;
    return longEnough && digit ? Math.max(end, to) : -1;
  }

  private boolean isOf(byte each) {
    return switch (of) {
      case NAME -> Bytes.isName(each);
      case BASE64 -> Bytes.isName(each) || "+/=".indexOf(each) >= 0;
      case MIXED -> Bytes.isLetterOrDigit(each);
      case HEX -> Bytes.isHex(each);
      case UPPER -> Bytes.isUpper(each) || Bytes.isDigit(each);
      case GROUPS -> Bytes.isUpper(each) || Bytes.isDigit(each) || each == '-';
    };
  }
}
