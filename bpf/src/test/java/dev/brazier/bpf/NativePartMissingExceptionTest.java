package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NativePartMissingExceptionTest {

  @Test
  void theCLibrarysRepetitionOfThePathIsLeftOut() {
    assertThat(reason("/tmp/a.so: /tmp/a.so: failed to map segment from shared object"))
        .isEqualTo("/tmp/a.so: failed to map segment from shared object");
    assertThat(reason("no: repetition: here")).isEqualTo("no: repetition: here");
  }

  @Test
  void theFirstFailureIsToldAtASecondAttempt() {
    LinkageError second = new NoClassDefFoundError("Could not initialize class com.sun.jna.Native");
    second.initCause(
        new ExceptionInInitializerError(
            "Exception java.lang.UnsatisfiedLinkError: /a: /a: no room [in thread \"main\"]"));

    assertThat(NativePartMissingException.reason(second)).isEqualTo("/a: no room");
  }

  @Test
  void aFailureWithoutWordsIsToldAsOne() {
    assertThat(NativePartMissingException.reason(new UnsatisfiedLinkError()))
        .isEqualTo("no reason is given");
  }

  @Test
  void withoutAPathOfItsOwnTheRemedyIsAnotherTemporaryFolder() {
    assertThat(NativePartMissingException.of(new UnsatisfiedLinkError("no room")))
        .hasMessageContaining("no room; ")
        .hasMessageContaining("-Djna.tmpdir=DIR");
  }

  private static String reason(String message) {
    return NativePartMissingException.reason(new UnsatisfiedLinkError(message));
  }
}
