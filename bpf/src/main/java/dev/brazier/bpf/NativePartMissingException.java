package dev.brazier.bpf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JNA's own native part, without which no system call can be made, cannot be loaded. */
public final class NativePartMissingException extends BpfException {

  private static final long serialVersionUID = 1L;

  /** How Java tells at a second attempt why the first one failed. */
  private static final Pattern REMEMBERED =
      Pattern.compile("Exception [\\w.$]+: (.*) \\[in thread \".*\"]", Pattern.DOTALL);

  private NativePartMissingException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Says why, and what to do about it.
   *
   * @param cause what the first or any later use of JNA threw
   */
  public static NativePartMissingException of(LinkageError cause) {
    String folder = System.getProperty("jna.boot.library.path");
    String message =
        folder == null
            ? whyNotUnpacked(reason(cause))
            : whyNotLoaded(Path.of(folder, System.mapLibraryName("jnidispatch")));
    return new NativePartMissingException(message, cause);
  }

  private static String whyNotUnpacked(String reason) {
    return "unpack and load JNA's native part: "
        + reason
        + "; JNA's temporary folder must be writable and allow execution: name another with"
        + " -Djna.tmpdir=DIR, or the folder of an unpacked libjnidispatch.so with"
        + " -Djna.boot.library.path=DIR -Djna.nounpack=true";
  }

  /** JNA keeps the reason to itself here, so the same is tried again. */
  private static String whyNotLoaded(Path library) {
    String what = "load JNA's native part " + library + ": ";
    if (!Files.isReadable(library)) {
      return what + "there is no such file that we may read; unpack Brazier's distribution again";
    }
    try {
      System.load(library.toAbsolutePath().toString());
      return what + "JNA refuses it; it must be of the same version as jna.jar";
    } catch (UnsatisfiedLinkError e) {
      return what
          + reason(e)
          + "; the file system must allow execution and the file must be for this machine and C"
          + " library: mount it without noexec, or copy Brazier elsewhere";
    }
  }

  /** The innermost cause in its own words, without the path that the C library repeats. */
  static String reason(Throwable failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      innermost = cause;
    }
    String words = words(innermost.getMessage());
    Matcher remembered = REMEMBERED.matcher(words);
    if (remembered.matches()) {
      words = words(remembered.group(1));
    }
    int space = words.indexOf(": ");
    String path = space < 0 ? "" : words.substring(0, space + 2);
    return !path.isEmpty() && words.startsWith(path, path.length())
        ? words.substring(path.length())
        : words;
  }

  private static String words(@Nullable String message) {
    return message == null ? "no reason is given" : message;
  }
}
