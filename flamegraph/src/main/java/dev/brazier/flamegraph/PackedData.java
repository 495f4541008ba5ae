package dev.brazier.flamegraph;

import java.io.IOException;

/**
 * Data for a script of the page: elements of lines of whole numbers, packed as {@link
 * PackedPicture} packs them and read by {@code numbers} of {@code picture.js}.
 */
public final class PackedData {
  private final XmlText out;

  PackedData(XmlText out) {
    this.out = out;
  }

  /** Begins an element of its own name. */
  public PackedData begin(String id) throws IOException {
    out.raw("<metadata id=\"").raw(id).raw("\">");
    return this;
  }

  /** Appends a number to the line; not negative. */
  public PackedData number(long value) throws IOException {
    PackedPicture.number(out, value);
    return this;
  }

  /** Ends the line. */
  public PackedData line() throws IOException {
    out.raw('\n');
    return this;
  }

  /** Ends the element. */
  public PackedData end() throws IOException {
    out.raw("</metadata>\n");
    return this;
  }
}
