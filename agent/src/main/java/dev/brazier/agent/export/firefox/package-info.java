/**
 * Files for the Firefox Profiler, in its processed format, version 70.
 *
 * <p>A track for each thread, grouped by process; a sample at the time when it was taken, with the
 * CPU time that it stands for, so that pauses show as such. Where no times are known, samples
 * follow each other in the order of the profile, and the profile's information says so.
 *
 * @see <a
 *     href="https://github.com/firefox-devtools/profiler/blob/df31314e16bf32fd3a6dd0d61806a80dbb8a99f5/src/types/profile.ts">the
 *     types of the format</a>
 */
@NullMarked
package dev.brazier.agent.export.firefox;

import org.jspecify.annotations.NullMarked;
