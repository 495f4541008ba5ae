package dev.brazier.agent.record;

import dev.brazier.agent.profile.ModuleFile;
import dev.brazier.agent.unwind.PinnedTarget;
import dev.brazier.container.elf.BuildId;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What a profile says of the files that frames lie in; each is looked at once. */
final class ModuleFiles {

  private final Map<Integer, ModuleFile> byNumber = new HashMap<>();

  /** The held file of that number. */
  ModuleFile of(int number, PinnedTarget target) {
    return byNumber.computeIfAbsent(
        number, unused -> new ModuleFile(target.path(), buildId(target)));
  }

  /** The build ID, empty when the file has none or is not to be read. */
  private static String buildId(PinnedTarget target) {
    try {
      return ElfFile.read(target.open()).buildId().map(BuildId::hex).orElse("");
    } catch (IOException | MalformedElfException e) {
      // Its frames say why they have no name.
      return "";
    }
  }
}
