package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Pages that open in another way than they usually do. */
class FlameGraphStartIT extends PageTest {
  private static final FlameGraphOptions OPTIONS = FlameGraphOptions.titled("start");

  @Test
  void opensReversedAndTellsOnlyWhatTheReaderChanged() throws IOException, InterruptedException {
    openStarting(OPTIONS.withReversed(true));

    assertThat(page.rows().get(1)).contains("handle").doesNotContain("web");
    assertThat(page.chips()).containsExactly("reversed×");
    assertThat(page.address()).isEmpty();

    browser.type("r");
    assertThat(page.rows().get(1)).isEqualTo("db web");
    assertThat(page.address()).isEqualTo("#view=");
    browser.type(ESCAPE);
    assertThat(page.chips()).containsExactly("reversed×");
    page.back();
    assertThat(page.rows().get(1)).isEqualTo("db web");
    page.back();
    assertThat(page.chips()).containsExactly("reversed×");
  }

  @Test
  void aLinkIntoAPageThatOpensReversedShowsWhatItDid() throws IOException, InterruptedException {
    String url = openStarting(OPTIONS.withReversed(true).withRootAtBottom(true));
    browser.type("ri");
    String address = page.address();

    page.openAnew(url + address);

    assertThat(address).isEqualTo("#view=&flip=0");
    assertThat(page.chips()).isEmpty();
    assertThat(page.rows().get(0)).isEqualTo("all");
  }

  @Test
  void keepsAFixedWidthInAnyWindow() throws IOException, InterruptedException {
    browser.resize(700, 600);
    openStarting(OPTIONS.withWidth(1_024));

    assertThat(page.chartWidth()).isEqualTo(1_000);
    browser.resize(1_300, 600);
    assertThat(page.chartWidth()).isEqualTo(1_000);
    assertThat(page.boxWidth("web")).isEqualTo(600);
  }

  @Test
  void showsASubtitle() throws IOException, InterruptedException {
    openStarting(OPTIONS.withSubtitle("a <b> & c"));

    assertThat(browser.text("return document.querySelector('.subtitle').textContent"))
        .isEqualTo("a <b> & c");
  }

  private String openStarting(FlameGraphOptions options) throws IOException, InterruptedException {
    String url = written("start", hosts(), options);
    page.openAnew(url);
    return url;
  }
}
