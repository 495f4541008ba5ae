package dev.brazier.agent.serve;

import static io.netty.handler.codec.http.HttpHeaderNames.ACCEPT_RANGES;
import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.CACHE_CONTROL;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_RANGE;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_SECURITY_POLICY;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.DATE;
import static io.netty.handler.codec.http.HttpHeaderNames.ETAG;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.IF_MODIFIED_SINCE;
import static io.netty.handler.codec.http.HttpHeaderNames.IF_NONE_MATCH;
import static io.netty.handler.codec.http.HttpHeaderNames.IF_RANGE;
import static io.netty.handler.codec.http.HttpHeaderNames.LAST_MODIFIED;
import static io.netty.handler.codec.http.HttpHeaderNames.LOCATION;
import static io.netty.handler.codec.http.HttpHeaderNames.RANGE;
import static io.netty.handler.codec.http.HttpHeaderValues.CLOSE;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_MODIFIED;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.PARTIAL_CONTENT;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Answers the requests of one connection, one after the other: the next is read when one has been
 * answered. Files are read and drawn by workers, beside netty's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Body NO_BODY = new Body.OfBytes(new byte[0]);

  private final Site site;
  private final Hosts hosts;
  private final Executor workers;

  RequestHandler(Site site, Hosts hosts, Executor workers) {
    this.site = site;
    this.hosts = hosts;
    this.workers = workers;
  }

  /** The request's head outlives this call; what is released after it is the empty body. */
  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    context.channel().config().setAutoRead(false);
    try {
      workers.execute(() -> work(context, request));
    } catch (RejectedExecutionException e) {
      context.close(); // the server is being closed
    }
  }

  private void work(ChannelHandlerContext context, FullHttpRequest request) {
    try {
      answer(context, request);
    } catch (UnavailableException e) {
      refuse(context, e.status(), e.getMessage());
    } catch (IOException e) {
      refuse(context, INTERNAL_SERVER_ERROR, "read the file: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      refuse(context, INTERNAL_SERVER_ERROR, "fail in a way nobody thought of: " + e);
    }
  }

  private void answer(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
    if (request.decoderResult().isFailure()) {
      HttpResponse refusal = head(BAD_REQUEST, ContentPolicy.OWN_PAGE);
      refusal.headers().set(CONNECTION, CLOSE); // where the next request begins is not known
      text(context, refusal, "this is no request of HTTP/1.1");
      return;
    }
    if (request.headers().getAll(HOST).size() != 1 || !hosts.contain(request.headers().get(HOST))) {
      refuse(context, FORBIDDEN, "this server answers to 127.0.0.1 and its port alone");
      return;
    }
    String uri = request.uri();
    String path = uri.indexOf('?') < 0 ? uri : uri.substring(0, uri.indexOf('?'));
    Optional<Resource> resource = site.find(path);
    if (resource.isEmpty() && !site.isKey(path)) {
      refuse(context, NOT_FOUND, "nothing is here; brazier view prints the address that is right");
    } else if (!isGet(request) && !isHead(request)) {
      HttpResponse refusal = head(METHOD_NOT_ALLOWED, ContentPolicy.OWN_PAGE);
      refusal.headers().set(ALLOW, "GET, HEAD");
      text(context, refusal, "only GET and HEAD are understood");
    } else if (resource.isEmpty()) {
      open(context, path);
    } else {
      show(context, request, resource.get().now());
    }
  }

  private void open(ChannelHandlerContext context, String path) {
    if (!site.takeKey(path)) {
      refuse(context, NOT_FOUND, "this address worked once; brazier view prints the lasting one");
      return;
    }
    HttpResponse answer = head(FOUND, ContentPolicy.OWN_PAGE);
    answer.headers().set(LOCATION, site.entrance());
    text(context, answer, "");
  }

  private static void show(
      ChannelHandlerContext context, FullHttpRequest request, Representation shown)
      throws IOException {
    HttpHeaders asked = request.headers();
    Version version = shown.version();
    if (Freshness.isCurrent(version, asked.get(IF_NONE_MATCH), asked.get(IF_MODIFIED_SINCE))) {
      withoutBody(context, describe(NOT_MODIFIED, shown), shown.body());
      return;
    }
    long length = shown.body().length();
    boolean mayBePart = isGet(request) && Freshness.allowsPart(version, asked.get(IF_RANGE));
    ByteRange range = ByteRange.of(mayBePart ? asked.get(RANGE) : null, length);
    if (range instanceof ByteRange.Unsatisfiable) {
      shown.body().close();
      HttpResponse refusal = head(REQUESTED_RANGE_NOT_SATISFIABLE, ContentPolicy.OWN_PAGE);
      refusal.headers().set(CONTENT_RANGE, "bytes */" + length);
      text(context, refusal, "the file has " + length + " bytes");
    } else if (range instanceof ByteRange.Part part) {
      HttpResponse answer = describe(PARTIAL_CONTENT, shown);
      answer
          .headers()
          .set(CONTENT_RANGE, "bytes " + part.start() + "-" + part.last() + "/" + length);
      send(context, answer, shown.body(), part.start(), part.length());
    } else if (isHead(request)) {
      withoutBody(context, describe(OK, shown), shown.body());
    } else {
      send(context, describe(OK, shown), shown.body(), 0, length);
    }
  }

  private static HttpResponse describe(HttpResponseStatus status, Representation shown) {
    HttpResponse answer = head(status, shown.policy());
    answer
        .headers()
        .set(CONTENT_TYPE, shown.type())
        .set(ETAG, shown.version().tag())
        .set(LAST_MODIFIED, Freshness.date(shown.version().modified()))
        .set(ACCEPT_RANGES, "bytes");
    return answer;
  }

  /** What stands in every answer. */
  private static HttpResponse head(HttpResponseStatus status, String policy) {
    HttpResponse answer = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
    answer
        .headers()
        .set(DATE, Freshness.date(Instant.now()))
        .set(CACHE_CONTROL, "private, no-cache")
        .set(CONTENT_SECURITY_POLICY, policy)
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Cross-Origin-Opener-Policy", "same-origin");
    return answer;
  }

  private static void refuse(
      ChannelHandlerContext context, HttpResponseStatus status, String reason) {
    text(context, head(status, ContentPolicy.OWN_PAGE), reason);
  }

  private static void text(ChannelHandlerContext context, HttpResponse answer, String text) {
    Body body = new Body.OfBytes((text.isEmpty() ? "" : text + "\n").getBytes(UTF_8));
    answer.headers().set(CONTENT_TYPE, ContentTypes.TEXT);
    send(context, answer, body, 0, body.length());
  }

  /** Tells the length of the body and does not send it. */
  private static void withoutBody(ChannelHandlerContext context, HttpResponse answer, Body body)
      throws IOException {
    body.close();
    answer.headers().set(CONTENT_LENGTH, body.length());
    send(context, answer, NO_BODY, 0, 0);
  }

  private static void send(
      ChannelHandlerContext context, HttpResponse answer, Body body, long start, long length) {
    if (!answer.headers().contains(CONTENT_LENGTH)) {
      answer.headers().set(CONTENT_LENGTH, length);
    }
    Object content = body.part(start, length);
    try {
      context.executor().execute(() -> write(context, answer, content));
    } catch (RejectedExecutionException e) {
      ReferenceCountUtil.release(content); // the server has been closed
    }
  }

  private static void write(ChannelHandlerContext context, HttpResponse answer, Object content) {
    context.write(answer);
    context.write(content);
    context
        .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
        .addListener(sent -> context.channel().config().setAutoRead(true));
  }

  private static boolean isGet(FullHttpRequest request) {
    return request.method().equals(HttpMethod.GET);
  }

  private static boolean isHead(FullHttpRequest request) {
    return request.method().equals(HttpMethod.HEAD);
  }

  /**
   * Nothing went to and fro for too long. The first such event comes even when a part of a long
   * answer has left, the second does not.
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent idle && !idle.isFirst()) {
      context.close();
    }
  }

  /** The visitor went away, or a file became shorter while it was sent: the rest cannot come. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
