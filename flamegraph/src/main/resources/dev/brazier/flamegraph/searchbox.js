// The search: a text or a pattern, how much of the view it matches, and steps from match to match.

class SearchBox {
  constructor(page) {
    this.page = page;
    this.place = -1;
    this.input = html("input", {
      type: "search", placeholder: "Search", "aria-label": "Search names", spellcheck: "false",
      autocomplete: "off", title: "/ or Ctrl F", oninput: () => this.typed(),
      onkeydown: (event) => this.key(event),
    });
    this.cased = toggle("Aa", "match case", () => page.change({ cased: !page.state.cased }, false));
    this.regex = toggle(".*", "regular expression", () => page.change({ regex: !page.state.regex }, false));
    this.matched = html("output", { class: "matched", "aria-live": "polite" });
    this.steps = html("span", { class: "steps" },
      button("\u2039", "previous match (Shift n)", () => this.step(-1)),
      button("\u203a", "next match (n)", () => this.step(1)));
    this.element = html("div", { class: "search", role: "search" }, this.input, this.cased, this.regex, this.steps, this.matched);
  }

  typed() {
    this.page.change({ search: this.input.value }, false);
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  key(event) {
    if (event.key === "Enter") this.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      this.page.change({ search: "" }, false);
      this.page.focusChart();
    } else if (event.key === "ArrowDown") this.page.focusChart();
    else return;
    event.preventDefault();
  }

  // The query has changed: matches are counted from the first again.
  restart() {
    this.place = -1;
  }

  show() {
    const { found, chart, state, view } = this.page;
    if (this.input.value !== state.search) this.input.value = state.search;
    press(this.cased, state.cased);
    press(this.regex, state.regex);
    this.steps.hidden = found.places.length === 0;
    this.input.setAttribute("aria-invalid", found.error !== "");
    this.input.title = found.error || "/ or Ctrl F";
    if (!found.active || found.error !== "") {
      this.matched.textContent = found.error ? "not a pattern" : "";
      return;
    }
    const within = state.zoom > 0 && view.shape !== "sandwich";
    const here = within ? ", " + percent(found.share(chart.zoom), 1) + " of this view" : "";
    const places = found.places.length;
    const at = this.place < 0 ? "" : this.place + 1 + " of ";
    this.matched.textContent =
      percent(found.share(0), 1) + " matched" + here + " \u00b7 " + at + count(places) + (places === 1 ? " place" : " places");
  }

  step(by) {
    const { page } = this;
    const { places } = page.found;
    if (places.length === 0) return;
    const from = this.place < 0 && by < 0 ? 0 : this.place;
    const place = (from + by + places.length) % places.length;
    const node = places[place];
    const box = page.chart.box(node);
    // A match outside of the view, or too narrow in it to be found, becomes the view.
    if (!box || box.width < 4) page.change({ zoom: this.around(node) });
    this.place = place;
    page.choose(node);
    this.show();
  }

  // The narrowest caller in which a node is wide enough to be seen.
  around(node) {
    const { tree, width } = this.page.chart;
    let top = node;
    while (top > 0 && (tree.total[node] / tree.total[tree.parent[top]]) * width >= 40) top = tree.parent[top];
    return top;
  }
}
