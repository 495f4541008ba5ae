package dev.brazier.agent.cli;

import dev.brazier.agent.export.ProfileExport;
import dev.brazier.agent.export.firefox.FirefoxExport;
import dev.brazier.agent.export.pprof.PprofExport;
import dev.brazier.agent.export.speedscope.SpeedscopeExport;
import dev.brazier.agent.export.top.MarkdownExport;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.write.ProfileWriters;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Writes one profile in any of the formats. */
final class ProfileOutput {

  /** How many functions a table in a file has, unless another number is asked for. */
  static final int MARKDOWN_ROWS = 50;

  private static final int BUFFER_BYTES = 1 << 16;

  private final Profile profile;
  private final ProfileWriters writers;
  private final int markdownRows;

  ProfileOutput(Profile profile, boolean threadRows, int markdownRows) {
    this.profile = profile;
    this.writers = new ProfileWriters(profile, threadRows);
    this.markdownRows = markdownRows;
  }

  /** Writes it; the classes of a format are loaded when it is asked for. */
  void write(OutputFormat format, OutputStream out) throws IOException {
    switch (format) {
      case SVG -> writers.writeSvg(out);
      case HEAT_MAP -> writers.writeHeatMap(out);
      case COLLAPSED -> writers.writeCollapsed(out);
      case PPROF -> zipped(new PprofExport(), out);
      case FIREFOX -> export(new FirefoxExport(), out);
      case FIREFOX_GZIP -> zipped(new FirefoxExport(), out);
      case SPEEDSCOPE -> export(new SpeedscopeExport(), out);
      case MARKDOWN -> export(new MarkdownExport(markdownRows), out);
    }
  }

  private void export(ProfileExport export, OutputStream out) throws IOException {
    export.write(profile, out);
  }

  /** The header of gzip holds no time, so that the same profile gives the same bytes. */
  private void zipped(ProfileExport export, OutputStream out) throws IOException {
    GZIPOutputStream zip = new GZIPOutputStream(out, BUFFER_BYTES);
    export.write(profile, zip);
    zip.finish();
  }
}
