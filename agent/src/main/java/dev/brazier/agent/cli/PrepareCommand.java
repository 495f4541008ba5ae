package dev.brazier.agent.cli;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import picocli.CommandLine.Command;

/**
 * Does a little of everything, so that the launcher can note which classes that takes and keep them
 * in an archive. Needs no privileges; with them it takes a real sample.
 */
@Command(name = "prepare", hidden = true)
final class PrepareCommand implements Runnable {

  private static final String OWN_CLASSES = "dev/brazier/";
  private static final String STACKS = "host;busy;main;work 3\nhost;busy;main;rest 1\n";

  /** A twentieth of a second of work, enough for some fifty samples. */
  private static final String BUSY = "i=0; while [ $i -lt 30000 ]; do i=$((i + 1)); done";

  private static final List<String[]> RUNS =
      List.of(
          new String[] {"--help"},
          new String[] {"version"},
          new String[] {"flamegraph", "-o", "-"},
          new String[] {"view", "--help"},
          new String[] {"containers"},
          new String[] {"record", "--help"},
          new String[] {"record", "-F", "999", "-o", "-", "--", "sh", "-c", BUSY});

  @Override
  public void run() {
    for (String[] arguments : RUNS) {
      CommandTree.run(silent(), arguments);
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      loadOwnClasses(entry);
    }
  }

  private static Console silent() {
    return new Console(
        new ByteArrayInputStream(STACKS.getBytes(StandardCharsets.UTF_8)),
        OutputStream.nullOutputStream(),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        80);
  }

  private static void loadOwnClasses(String jar) {
    try (JarFile opened = new JarFile(jar)) {
      opened.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(OWN_CLASSES) && name.endsWith(".class"))
          .forEach(PrepareCommand::load);
    } catch (IOException e) {
      // A folder of classes: its classes can be in no archive.
    }
  }

  private static void load(String entry) {
    String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    try {
      Class.forName(name, false, PrepareCommand.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // package-info and the like: one class fewer in the archive.
    }
  }
}
