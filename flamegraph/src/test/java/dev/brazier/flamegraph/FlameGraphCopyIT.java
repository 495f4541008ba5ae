package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Copies as readers do, and looks at what is then pasted. */
class FlameGraphCopyIT extends PageTest {
  private static final String STACK = "web\nnginx\nmain\nhandle";

  @Test
  void copiesAWholeStackWhereTheClipboardMayBeWritten() throws IOException, InterruptedException {
    browser.devTools("Browser.grantPermissions", "{\"permissions\":[\"clipboardSanitizedWrite\"]}");
    open(hosts());
    copyStack();

    assertThat(pastedInto("copied")).isEqualTo(STACK);
  }

  @Test
  void selectsTheTextInASandboxedFrameWhichMayNotCopy() throws IOException, InterruptedException {
    openSandboxed();
    copyStack();
    page.await("document.activeElement.localName === 'textarea'");
    assertThat(browser.text("return document.querySelector('.copy p').textContent"))
        .contains("does not let this page copy", "Ctrl C");
    assertThat(browser.text("return getSelection().toString() || document.activeElement.value"))
        .isEqualTo(STACK);

    browser.type("r");
    assertThat(page.chips()).isEmpty();
    browser.edit("copy");

    page.await("document.querySelector('.said')?.textContent === 'copied'");
    assertThat(page.visible(".copy")).isZero();
    assertThat(pastedInto("outside")).isEqualTo(STACK);
  }

  @Test
  void closesTheTextByEscape() throws IOException, InterruptedException {
    openSandboxed();
    copyStack();
    page.await("document.activeElement.localName === 'textarea'");

    browser.type(ESCAPE);

    assertThat(page.visible(".copy")).isZero();
    browser.type("r");
    assertThat(page.chips()).containsExactly("reversed\u00d7");
    browser.leaveFrame();
    browser.console();
  }

  private static void copyStack() throws IOException, InterruptedException {
    int[] place = page.place("handle");
    browser.contextClick(place[0], place[1]);
    browser.type(UP + ENTER);
  }

  /** The picture in a frame that may run scripts and nothing else, as in a wiki or a ticket. */
  private void openSandboxed() throws IOException, InterruptedException {
    String url = written("hosts", hosts(), "test of hosts");
    Path outside = Path.of(URI.create(url)).resolveSibling("outside.html");
    Files.writeString(
        outside,
        """
        <body style="margin:0">
        <iframe style="border:0" sandbox="allow-scripts" width="900" height="600" src="%s"></iframe>
        """
            .formatted(url),
        UTF_8);
    browser.open(outside.toUri().toString());
    browser.enterFrame();
    page.await("document.querySelector('.chart') !== null");
    assertThat(browser.text("return self.origin")).isEqualTo("null");
  }

  /** What is on the clipboard, as a page of its own is given it. */
  private String pastedInto(String name) throws IOException, InterruptedException {
    browser.leaveFrame();
    // The browser reports that a policy forbade the frame its clipboard.
    browser.console();
    Path file = folder.resolve(name + "-paste.html");
    Files.writeString(file, "<textarea></textarea>", UTF_8);
    browser.open(file.toUri().toString());
    browser.run("document.querySelector('textarea').focus()");
    browser.edit("paste");
    page.await("document.querySelector('textarea').value !== ''");
    return browser.text("return document.querySelector('textarea').value");
  }
}
