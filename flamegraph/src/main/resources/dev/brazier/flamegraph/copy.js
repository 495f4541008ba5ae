// The clipboard, also where a page may not write to it: in a frame without permissions, as wikis and
// tickets put it into a page of theirs, or from a server without TLS.

// Puts a text onto the clipboard; tells whether that was possible. The old way, execCommand, is one of
// HTML documents: in a file of SVG it throws.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Where that is refused: the text, selected, so that the reader's own command copies it.
class CopyBox {
  constructor(page) {
    this.page = page;
    this.text = html("textarea", { readonly: true, rows: 5, spellcheck: "false", "aria-label": "text to copy" });
    this.element = html("aside", { class: "copy", role: "dialog", "aria-label": "copy", onkeydown: (event) => this.key(event) },
      html("p", {}, "The browser does not let this page copy. Press ", html("kbd", {}, "Ctrl C"), " (or ", html("kbd", {}, "\u2318 C"), "):"),
      this.text, button("Close", "Escape", () => this.close()));
    this.element.hidden = true;
    // What was copied is on its way to the clipboard when this is told.
    this.text.addEventListener("copy", () => setTimeout(() => this.close("copied")));
  }

  open(text) {
    this.text.value = text;
    this.element.hidden = false;
    this.text.focus({ preventScroll: true });
    this.text.select();
  }

  close(said) {
    this.element.hidden = true;
    this.page.focusChart();
    if (said) this.page.details.say(said);
  }

  // The keys of the page mean nothing in here.
  key(event) {
    if (event.key === "Escape") this.close();
    event.stopPropagation();
  }
}
