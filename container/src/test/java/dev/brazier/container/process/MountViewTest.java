package dev.brazier.container.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MountViewTest {
  private static final DeviceNumber DISK = new DeviceNumber(254, 0);

  @Test
  void joinsMountPointsWithThePathInTheFileSystem() {
    MountView view = view(mount("/", "/"), mount("/srv/data", "/data"), mount("/srv/da", "/no"));

    assertThat(view.pathsOf(DISK, "/srv/data/lib/x.so"))
        .containsExactly("/srv/data/lib/x.so", "/data/lib/x.so");
  }

  @Test
  void passesOverOtherFileSystems() {
    assertThat(view(mount("/", "/")).pathsOf(new DeviceNumber(0, 7), "/x")).isEmpty();
  }

  @Test
  void findsAFileThatIsMountedItself() {
    assertThat(view(mount("/etc/x.so", "/opt/y.so")).pathsOf(DISK, "/etc/x.so"))
        .containsExactly("/opt/y.so");
  }

  @Test
  void boundsTheNumberOfTries() {
    List<MountEntry> mounts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      mounts.add(mount("/", "/m" + i));
    }

    assertThat(new MountView(mounts, Path.of("/")).pathsOf(DISK, "/x")).hasSize(64);
  }

  private static MountView view(MountEntry... mounts) {
    return new MountView(List.of(mounts), Path.of("/"));
  }

  private static MountEntry mount(String root, String point) {
    return new MountEntry(DISK, root, point, "ext4", "/dev/vda", "rw");
  }
}
