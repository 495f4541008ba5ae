package dev.brazier.agent.export;

import dev.brazier.agent.profile.Profile;
import java.io.IOException;
import java.io.OutputStream;

/** Writes profiles in one format. */
@FunctionalInterface
public interface ProfileExport {

  /**
   * Writes all of a profile.
   *
   * @param out is buffered; the caller flushes and closes it
   */
  void write(Profile profile, OutputStream out) throws IOException;
}
