package dev.brazier.agent.serve;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Serves exhibits on the loopback interface from its start until it is closed. */
public final class LoopbackServer implements AutoCloseable {

  /** Threads that read and draw files. */
  private static final int WORKERS = 4;

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final long CLOSING_SECONDS = 5;

  private final Site site;
  private final EventLoopGroup network =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final Channel listening;

  private LoopbackServer(Site site, int port, ServerLimits limits) throws IOException {
    this.site = site;
    ConnectionLimit connections = new ConnectionLimit(limits.connections());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(network)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    prepare(channel, connections, limits);
                  }
                });
    InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
    ChannelFuture bound = bootstrap.bind(new InetSocketAddress(loopback, port));
    bound.awaitUninterruptibly();
    listening = bound.channel();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(
          "listen on 127.0.0.1, port %d: %s".formatted(port, bound.cause().getMessage()),
          bound.cause());
    }
  }

  /**
   * Begins to serve.
   *
   * @param port where to listen; 0 for any that is free
   * @throws IOException if the port is taken, or not permitted
   */
  public static LoopbackServer start(List<Exhibit> exhibits, int port) throws IOException {
    return start(exhibits, port, ServerLimits.DEFAULT);
  }

  static LoopbackServer start(List<Exhibit> exhibits, int port, ServerLimits limits)
      throws IOException {
    return new LoopbackServer(new Site(exhibits, new SecureRandom()), port, limits);
  }

  /** Where the only exhibit is, or the index of all. Who has this can read them. */
  public URI address() {
    return URI.create(origin() + site.entrance());
  }

  /** Leads to {@link #address} once: for the arguments of a browser, which other users can read. */
  public URI addressForOnce() {
    return URI.create(origin() + site.key());
  }

  /** Waits until another thread closes it. */
  public void awaitEnd() throws InterruptedException {
    listening.closeFuture().await();
  }

  /** Breaks off what is being sent, and frees the port. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    workers.shutdownNow();
    network.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void prepare(SocketChannel channel, ConnectionLimit connections, ServerLimits limits) {
    HttpDecoderConfig decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(ServerLimits.LINE_BYTES)
            .setMaxHeaderSize(ServerLimits.HEAD_BYTES);
    channel
        .pipeline()
        .addLast(connections)
        // Bytes that leave count as life, so that a slow reader is not taken for a dead one; a
        // connection is closed when it is idle for the second time.
        .addLast(new IdleStateHandler(true, 0, 0, limits.idle().toMillis() / 2, MILLISECONDS))
        .addLast(new HttpServerCodec(decoder))
        .addLast(new HttpServerKeepAliveHandler())
        .addLast(new HttpObjectAggregator(0))
        // Holds requests back that came together with the one that is being answered.
        .addLast(new FlowControlHandler())
        .addLast(new RequestHandler(site, new Hosts(port()), workers));
  }

  private String origin() {
    return "http://127.0.0.1:" + port();
  }

  private int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }
}
