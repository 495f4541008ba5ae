/**
 * Why profiling does not work here, or not fully, and what mends it.
 *
 * <p>Three steps, each handing values to the next: {@link dev.brazier.agent.doctor.Examination}
 * tries every {@link dev.brazier.agent.doctor.Check} for real and reads the {@link
 * dev.brazier.agent.doctor.Surroundings}; {@link dev.brazier.agent.doctor.Diagnosis}, a pure
 * function of the two, names the {@link dev.brazier.agent.doctor.Layer}s that stand in the way of
 * what failed, and how it knows; {@link dev.brazier.agent.doctor.Prescription} is the least that
 * has to be granted, and each {@link dev.brazier.agent.doctor.Platform} has its own words for it.
 */
@NullMarked
package dev.brazier.agent.doctor;

import org.jspecify.annotations.NullMarked;
