package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileProcess;

/**
 * A process that samples came from, under the name it had then: after an exec it is another one.
 *
 * @param number its place in the {@link ProcessTable}, from 0
 * @param label how it appears in the profile
 * @param generatedCode the names of code that it made at run time
 */
record SampledProcess(int number, ProfileProcess label, GeneratedCode generatedCode) {}
