/**
 * The engine: samples the machine and gives a {@link dev.brazier.agent.profile.Profile}. The
 * command line is a thin user of it, and so can any Java program be:
 *
 * <pre>{@code
 * RecordingConfig config =
 *     RecordingConfig.defaults().withDuration(Duration.ofSeconds(10)).withFrequency(99);
 * try (Recording recording = Recording.start(config)) {
 *   Profile profile = recording.run();
 *   for (Profile.HotFunction hot : profile.hottest(5)) {
 *     System.out.println(hot.self() + " " + hot.frame().name());
 *   }
 * }
 * }</pre>
 *
 * <p>The flow is one-way: the sampler's records are drained and interned ({@code StackTable}),
 * their processes and files are looked up at first sight while they still exist ({@code
 * ProcessTable}, {@code FileTable}), frames get names on a thread of their own ({@code
 * FrameNamer}), and at the end everything becomes one immutable profile ({@code ProfileAssembly}).
 *
 * <p>Files that are met also go to {@link dev.brazier.agent.unwind}, which makes the tables that
 * stacks are walked with.
 *
 * <p>One thread, the one that calls {@link dev.brazier.agent.record.Recording#run()}, owns all
 * sampling state.
 */
@NullMarked
package dev.brazier.agent.record;

import org.jspecify.annotations.NullMarked;
