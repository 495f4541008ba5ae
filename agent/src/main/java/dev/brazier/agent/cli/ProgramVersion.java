package dev.brazier.agent.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The program's version, as the build wrote it into the jar's manifest. */
final class ProgramVersion implements IVersionProvider {

  /** The version, or {@code development} when run from class files. */
  static String current() {
    return Objects.requireNonNullElse(
        ProgramVersion.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"brazier " + current()};
  }
}
