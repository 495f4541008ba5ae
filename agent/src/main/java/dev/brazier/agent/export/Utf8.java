package dev.brazier.agent.export;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Foreign text as UTF-8: a lone surrogate becomes U+FFFD, and not a question mark. */
public final class Utf8 {

  private Utf8() {}

  /** A new encoder. */
  public static CharsetEncoder encoder() {
    return StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .replaceWith("\ufffd".getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of a text. */
  public static byte[] bytes(String text) {
    try {
      ByteBuffer encoded = encoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("every text can be encoded", e);
    }
  }
}
