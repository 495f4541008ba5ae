package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.brazier.agent.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** An image as {@code docker save} writes it, which every runtime can import. */
final class ImageArchive {

  private static final Gson GSON = new Gson();

  private ImageArchive() {}

  /**
   * Writes {@code NAME.image.tar}, an image of one tag.
   *
   * @param name of the file, and of the image {@code localhost/NAME:1}
   * @param entryPoint what it starts
   * @param layers tar files in {@code folder}, the lowest first
   */
  static Path write(Path folder, String name, List<String> entryPoint, List<String> layers)
      throws IOException, InterruptedException {
    List<String> digests = new ArrayList<>();
    for (String layer : layers) {
      digests.add("sha256:" + sha256(folder.resolve(layer)));
    }
    Map<String, Object> config =
        Map.of(
            "architecture",
            System.getProperty("os.arch", ""),
            "os",
            "linux",
            "config",
            Map.of("Entrypoint", entryPoint),
            "rootfs",
            Map.of("type", "layers", "diff_ids", digests));
    Map<String, Object> manifest =
        Map.of(
            "Config",
            "config.json",
            "RepoTags",
            List.of("localhost/" + name + ":1"),
            "Layers",
            layers);
    Files.writeString(folder.resolve("config.json"), GSON.toJson(config));
    Files.writeString(folder.resolve("manifest.json"), GSON.toJson(List.of(manifest)));
    Path archive = folder.resolve(name + ".image.tar");
    List<String> tar = new ArrayList<>(List.of("tar", "-C", folder.toString(), "-cf"));
    tar.addAll(List.of(archive.toString(), "manifest.json", "config.json"));
    tar.addAll(layers);
    CommandRun run = CommandRun.of(Map.of(), tar.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return archive;
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
