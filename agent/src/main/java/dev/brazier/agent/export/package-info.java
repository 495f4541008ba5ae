/**
 * Profiles as files of other tools: pprof, speedscope, the Firefox Profiler, tables.
 *
 * <p>A {@link dev.brazier.agent.export.ProfileExport} translates a {@link
 * dev.brazier.agent.profile.Profile} into one format and streams it; each format has a package of
 * its own. What they share is {@link dev.brazier.agent.export.Tracks}: a profile by process and
 * thread, each with its samples in the order of time.
 *
 * <p>The same profile gives the same bytes, whatever machine, hour or Java version wrote them.
 * Names are foreign text: characters that are none (lone surrogates) become U+FFFD, everything else
 * is escaped and kept.
 */
@NullMarked
package dev.brazier.agent.export;

import org.jspecify.annotations.NullMarked;
