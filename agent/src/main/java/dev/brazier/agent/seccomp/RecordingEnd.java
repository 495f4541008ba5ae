package dev.brazier.agent.seccomp;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * When a {@link CallRecording} ends, at the latest with the container.
 *
 * @param longest how long to record, from the container's start on; empty for until its end
 * @param asked looked at often: whether to end now
 */
public record RecordingEnd(Optional<Duration> longest, BooleanSupplier asked) {}
