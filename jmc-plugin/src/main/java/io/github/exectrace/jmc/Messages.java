package io.github.exectrace.jmc;

import java.text.MessageFormat;
import java.util.ResourceBundle;

/**
 * All texts that the plug-in shows. They stand in {@code messages.properties} beside this class,
 * where {@code plugin.xml} and the bundle's manifest look theirs up, too. Safe for any thread.
 */
public final class Messages {
  private static final ResourceBundle TEXTS =
      ResourceBundle.getBundle(Messages.class.getPackageName() + ".messages");

  private Messages() {}

  /**
   * A text as it stands, without places to fill.
   *
   * @throws java.util.MissingResourceException if there is no such text
   */
  public static String get(String key) {
    return TEXTS.getString(key);
  }

  /**
   * A text with its places filled in as {@link MessageFormat} does it, numbers by the locale.
   *
   * @throws java.util.MissingResourceException if there is no such text
   */
  public static String format(String key, Object... values) {
    return new MessageFormat(TEXTS.getString(key)).format(values);
  }
}
