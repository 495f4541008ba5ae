/**
 * The finished profile: immutable values that every writer reads and that a library user gets.
 *
 * <p>A {@link dev.brazier.agent.profile.Profile} is a list of counted {@link
 * dev.brazier.agent.profile.ProfileStack stacks} and its {@link
 * dev.brazier.agent.profile.ProfileFacts truth header}: how it was taken, what was lost, which
 * stacks are cut and which frames have no name, each with its reason. Where an output asked for it,
 * a {@link dev.brazier.agent.profile.Timeline} says when each sample was taken. A profile made of
 * another tool's file leaves empty what that file does not tell.
 */
@NullMarked
package dev.brazier.agent.profile;

import org.jspecify.annotations.NullMarked;
