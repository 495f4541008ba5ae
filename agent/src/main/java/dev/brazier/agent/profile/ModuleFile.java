package dev.brazier.agent.profile;

/**
 * The file that a frame's code lies in. Files of one name in different containers are different
 * ones.
 *
 * @param path as the target sees it, {@code [vdso]} or {@code [kernel.kallsyms]} for what is no
 *     file; may be a base name alone
 * @param buildId the GNU build ID in lower-case hexadecimal digits, empty when unknown
 */
public record ModuleFile(String path, String buildId) {}
