/**
 * A web server for one person: a few named files on the loopback interface, through netty.
 *
 * <p>{@link dev.brazier.agent.serve.LoopbackServer} is given {@link dev.brazier.agent.serve.Exhibit
 * exhibits}, files that are shown as they are or drawn as SVG whenever they have changed, and
 * serves them until it is closed.
 *
 * <p>Other users of the machine, and pages of other sites in the same browser, can reach a loopback
 * port too. Hence:
 *
 * <ul>
 *   <li>Every address holds a token of 128 random bits; without it all is 404.
 *   <li>A {@code Host} that does not name the loopback interface and this port is refused, so that
 *       a name which a foreign site makes point here (DNS rebinding) leads nowhere.
 *   <li>Addresses are compared as text with those of the exhibits and never become paths: there is
 *       no way to write one that leaves them. Symbolic links are followed once, when the server
 *       starts; one that is turned elsewhere later is refused.
 *   <li>What is served may run its own scripts and nothing else: no network, no frames, and an
 *       origin of its own ({@code sandbox}), so that one file cannot read another.
 * </ul>
 *
 * <p>Files go from the page cache to the socket ({@code sendfile}) and are never held in memory;
 * drawn pictures are held, the newest of each file.
 */
@NullMarked
package dev.brazier.agent.serve;

import org.jspecify.annotations.NullMarked;
