package dev.brazier.agent.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** A client that sends what it is told, byte for byte. */
final class RawVisitor implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 120_000;

  private final Socket socket;

  RawVisitor(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** The whole answer to a request for a path, which is sent as it stands. */
  static String get(URI server, String path) throws IOException {
    return get(server, path, "Host: " + server.getAuthority());
  }

  /** The same with these lines for a head. */
  static String get(URI server, String path, String head) throws IOException {
    try (RawVisitor visitor = new RawVisitor(server)) {
      visitor.send("GET " + path + " HTTP/1.1\r\n" + head + "\r\nConnection: close\r\n\r\n");
      return visitor.rest();
    }
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Says that nothing more will be sent. */
  void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** At most this many bytes; fewer at the end. */
  int read(int most) throws IOException {
    return socket.getInputStream().readNBytes(most).length;
  }

  /** All that comes until the server closes the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
