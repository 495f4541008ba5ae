package dev.brazier.flamegraph;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes XML as UTF-8 through a small buffer. */
final class XmlText {
  private static final int LONGEST_UNIT = 6;

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 14];
  private int length;

  XmlText(OutputStream out) {
    this.out = out;
  }

  /** Appends text that is markup, or can have nothing in it that is. */
  XmlText raw(CharSequence markup) throws IOException {
    if (markup.length() > buffer.length) {
      return bytes(markup.toString().getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 0; i < markup.length(); i++) {
      char c = markup.charAt(i);
      if (c < 0x80) {
        one(c);
      } else {
        i = encode(markup, i);
      }
    }
    return this;
  }

  /** Appends a character of the ASCII range, unescaped. */
  XmlText raw(char c) throws IOException {
    one(c);
    return this;
  }

  /** Appends printable text as content of an element or of an attribute in double quotes. */
  XmlText text(CharSequence text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> raw("&lt;");
        case '>' -> raw("&gt;");
        case '&' -> raw("&amp;");
        case '"' -> raw("&quot;");
        default -> {
          if (c < 0x80) {
            one(c);
          } else {
            i = encode(text, i);
          }
        }
      }
    }
    return this;
  }

  /** Appends the bytes of a resource as they are. */
  XmlText bytes(byte[] utf8) throws IOException {
    flush();
    out.write(utf8);
    return this;
  }

  /** Hands what is buffered to the stream. */
  void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  /** The text with markup escaped, for a writer that escapes nothing or not enough. */
  static String escaped(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String entity = c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : null;
      if (entity != null && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (escaped != null) {
        escaped.append(entity == null ? String.valueOf(c) : entity);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  private void one(int b) throws IOException {
    if (length == buffer.length) {
      flush();
    }
    buffer[length++] = (byte) b;
  }

  /** Encodes the code point at {@code i} and returns the index of its last char. */
  private int encode(CharSequence text, int i) throws IOException {
    if (buffer.length - length < LONGEST_UNIT) {
      flush();
    }
    int point = Character.codePointAt(text, i);
    byte[] utf8 = Character.toString(point).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(utf8, 0, buffer, length, utf8.length);
    length += utf8.length;
    return i + Character.charCount(point) - 1;
  }
}
