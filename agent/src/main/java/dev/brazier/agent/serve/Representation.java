package dev.brazier.agent.serve;

/**
 * A resource at one moment.
 *
 * @param type media type
 * @param version which content this is: equal versions are equal bytes
 * @param policy the {@code Content-Security-Policy} it is shown under
 * @param body the bytes
 */
record Representation(String type, Version version, String policy, Body body) {}
