package dev.brazier.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostsTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:4000", "localhost:4000", "LocalHost:4000", "[::1]:4000"})
  void containLoopback(String host) {
    assertThat(new Hosts(4000).contain(host)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "127.0.0.1",
        "127.0.0.1:4001",
        "evil.example:4000",
        "127.0.0.1.evil:4000",
        "0:4000"
      })
  void containNothingElse(String host) {
    assertThat(new Hosts(4000).contain(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void containNamesWithoutTheUsualPort(String host) {
    assertThat(new Hosts(80).contain(host)).isTrue();
  }
}
