package dev.brazier.agent.doctor;

import java.util.List;

/** Where Brazier is started, and in whose words the missing lines are written. */
public enum Platform {
  DOCKER,
  COMPOSE,
  PODMAN,
  KUBERNETES,
  SYSTEMD,
  SETCAP;

  List<String> lines(Prescription needed, Surroundings at) {
    return new FixLines(needed, at).of(this);
  }
}
