package dev.brazier.container.runtime;

/** What made a container, as far as its cgroup or its state on disk tells. */
public enum ContainerRuntime {
  DOCKER("docker"),
  PODMAN("podman"),
  CONTAINERD("containerd"),
  CRI_O("cri-o"),
  /** An OCI runtime called by hand: runc or crun. */
  OCI("oci"),
  LXC("lxc"),
  NSPAWN("systemd-nspawn"),
  GARDEN("garden"),
  BUILDKIT("buildkit"),
  /** Certainly a container, but its directory bears only an id. */
  UNKNOWN("container");

  private final String label;

  ContainerRuntime(String label) {
    this.label = label;
  }

  /** The name people know it by. */
  public String label() {
    return label;
  }
}
