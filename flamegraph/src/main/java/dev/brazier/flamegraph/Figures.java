package dev.brazier.flamegraph;

/** Numbers as text, the same in every locale, and without the formatters that load one. */
public final class Figures {
  private Figures() {}

  /** A whole number in groups of three digits: {@code 1,234,567}. */
  public static String grouped(long value) {
    StringBuilder text = new StringBuilder(Long.toString(value));
    for (int at = text.length() - 3; at > (value < 0 ? 1 : 0); at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }

  /** A number rounded to one decimal, half up, without a useless zero: {@code 12.5}, {@code 7}. */
  static String tenths(double value) {
    long tenths = Math.round(value * 10);
    String whole = Long.toString(tenths / 10);
    int rest = (int) Math.abs(tenths % 10);
    if (rest == 0) {
      return whole;
    }
    String sign = tenths < 0 && tenths > -10 ? "-" : "";
    return sign + whole + '.' + rest;
  }

  /** A share from 0 to 1 as a percentage of at most four decimals: {@code 0.01}. */
  static String percent(double share) {
    long parts = Math.round(share * 1_000_000);
    StringBuilder text = new StringBuilder().append(parts / 10_000);
    String decimals = Long.toString(10_000 + parts % 10_000).substring(1);
    int end = decimals.length();
    while (end > 0 && decimals.charAt(end - 1) == '0') {
      end--;
    }
    return end == 0 ? text.toString() : text.append('.').append(decimals, 0, end).toString();
  }
}
