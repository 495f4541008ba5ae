package dev.brazier.agent.export;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;

/** JSON that is streamed as UTF-8. */
public final class JsonOutput {

  private static final int NANOS_DIGITS = 6;

  private JsonOutput() {}

  /** Writes one JSON text. */
  @FunctionalInterface
  public interface Content {
    void writeTo(JsonWriter json) throws IOException;
  }

  /** Writes {@code content} and a line feed; flushes {@code out} and leaves it open. */
  public static void write(OutputStream out, Content content) throws IOException {
    OutputStreamWriter text = new OutputStreamWriter(out, Utf8.encoder());
    JsonWriter json = new JsonWriter(text);
    content.writeTo(json);
    json.flush();
    text.write('\n');
    text.flush();
  }

  /** Nanoseconds as milliseconds, exactly and without an exponent. */
  public static BigDecimal milliseconds(long nanos) {
    BigDecimal milliseconds = BigDecimal.valueOf(nanos, NANOS_DIGITS).stripTrailingZeros();
    return milliseconds.scale() < 0 ? milliseconds.setScale(0) : milliseconds;
  }
}
