package dev.brazier.container.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AddressOrderTest {
  @Test
  void sortsAddressesAsUnsignedNumbersAndKeepsTheOrderOfEqualOnes() {
    long[] near = {0x7fff_ffffL, 5, 0x8000_0000L, 5, 0};
    long[] far = {-1L, 5, Long.MIN_VALUE, 5, 0};

    assertThat(AddressOrder.of(near, 5)).containsExactly(4, 1, 3, 0, 2);
    assertThat(AddressOrder.of(far, 5)).containsExactly(4, 1, 3, 2, 0);
    assertThat(AddressOrder.of(far, 1)).containsExactly(0);
    assertThat(AddressOrder.of(far, 0)).isEmpty();
  }
}
