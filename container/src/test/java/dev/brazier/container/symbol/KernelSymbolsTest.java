package dev.brazier.container.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.symbol.Symbolization.Named;
import dev.brazier.container.symbol.Symbolization.Unnamed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KernelSymbolsTest {
  private static final String LIST =
      """
      ffffffff81000000 T _stext
      ffffffff81000000 T startup_64
      ffffffff81000100 t do_work
      ffffffff81000200 D some_data
      ffffffff81000300 W weak_one
      ffffffff81000400 T __memcpy
      ffffffff81000400 T memcpy
      ffffffffc0203000 t helper\t[nf_tables]
      ffffffffc0300000 t bpf_prog_6deef7357e7b4530_sd_devices\t[bpf]
      ffffffffc0200000 T entry\t[nf_tables]
      """;

  private String list = LIST;
  private long now;
  private int opened;
  private final KernelSymbols symbols = new KernelSymbols(this::open, () -> now);

  @Test
  void namesTheKernelItsModulesAndBpfPrograms() {
    assertThat(symbols.find(0xffffffff81000104L))
        .contains(new KernelSymbol("do_work", "[kernel]", 4));
    assertThat(symbols.find(0xffffffffc0200010L))
        .contains(new KernelSymbol("entry", "[nf_tables]", 0x10));
    assertThat(symbols.symbolize(0xffffffffc0300000L))
        .isEqualTo(new Named("bpf_prog_6deef7357e7b4530_sd_devices", 0, SymbolSource.BPF_PROGRAM));
    assertThat(symbols.symbolize(0xffffffffc0203001L))
        .isEqualTo(new Named("helper", 1, SymbolSource.KERNEL_MODULE));
    assertThat(symbols.size()).isEqualTo(7);
  }

  @Test
  void endsCodeWhereDataBeginsAndAfterSixtyFourKilobytes() {
    assertThat(symbols.find(0xffffffff810001ffL)).isPresent();
    assertThat(symbols.find(0xffffffff81000200L)).isEmpty();
    assertThat(symbols.find(0xffffffff8101ffffL)).isEmpty();
    assertThat(symbols.find(0xffffffff80ffffffL)).isEmpty();
    assertThat(symbols.find(0)).isEmpty();
  }

  @Test
  void choosesTheAliasWithFewerUnderscores() {
    assertThat(symbols.find(0xffffffff81000400L).orElseThrow().name()).isEqualTo("memcpy");
    assertThat(symbols.find(0xffffffff81000000L).orElseThrow().name()).isEqualTo("startup_64");
  }

  @Test
  void tellsHiddenAddressesFromMissingOnes() {
    assertThat(symbols.symbolize(1)).isEqualTo(new Unnamed(UnnamedReason.NO_SYMBOL_AT_ADDRESS));

    list = "0000000000000000 T _stext\n0000000000000000 t do_work\n";
    symbols.refresh();

    assertThat(symbols.symbolize(0xffffffff81000104L))
        .isEqualTo(new Unnamed(UnnamedReason.KERNEL_ADDRESSES_HIDDEN));
  }

  @Test
  void readsTheListAgainForAnAddressItDoesNotCoverButNotTooOften() {
    long added = 0xffffffffc0400000L;
    assertThat(symbols.find(added)).isEmpty();
    list = LIST + "ffffffffc0400000 t bpf_prog_1_new\t[bpf]\n";

    assertThat(symbols.find(added)).isEmpty();
    assertThat(opened).isEqualTo(1);
    now += 10_000_000_000L;
    assertThat(symbols.find(added)).isPresent();
    assertThat(opened).isEqualTo(2);
  }

  @Test
  void keepsTheOldListWhenItCannotBeReadAgain() {
    symbols.refresh();
    list = "";

    symbols.refresh();

    assertThat(symbols.find(0xffffffff81000104L)).isPresent();
    assertThat(new KernelSymbols(this::open, () -> 0).symbolize(5))
        .isEqualTo(new Unnamed(UnnamedReason.KERNEL_SYMBOLS_UNREADABLE));
  }

  @Test
  void survivesGarbage() throws IOException {
    Random random = new Random(3);
    byte[] original = LIST.getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = original.clone();
      for (int i = 0; i < 10; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      KernelSymbolTable table = KallsymsParser.parse(new ByteArrayInputStream(bytes));
      table.find(0xffffffff81000104L);
      table.find(random.nextLong());
    }
  }

  private InputStream open() throws IOException {
    opened++;
    if (list.isEmpty()) {
      throw new IOException("no list");
    }
    return new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8));
  }
}
