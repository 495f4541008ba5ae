// What stays in sight: the search, buttons, filters, the trail and the legend.

class Bar {
  constructor(page) {
    this.page = page;
    const pressed = { "aria-pressed": "false" };
    this.reverse = button("Reverse", "merge from the innermost function: who runs, then who called it (r)", () => page.reverse(), pressed);
    this.filter = button("Filter", "which stacks are shown (f)",
      () => page.filterForm.open(page.filterForm.element.hidden), pressed);
    this.table = button("Functions", "table of functions (t)", () => page.openTable(), pressed);
    this.colours = button("", "what colours tell (k)", () => page.nextLens());
    this.flip = button("Flip", "upside down (i)", () => page.flip(), pressed);
    this.reset = button("Reset", "everything as it was (0)", () => page.reset());
    this.legend = html("ul", { class: "legend", "aria-label": "colours" });
    this.element = html("div", { class: "bar" },
      html("div", { class: "tools" }, page.searchBox.element,
        html("div", { class: "buttons" }, this.reset, this.reverse, this.filter, this.table, this.flip, this.colours,
          ...addition.buttons(page),
          button("?", "keys (?)", () => page.help.open()))),
      page.filterForm.element,
      html("div", { class: "line" }, page.trail.element, this.legend));
  }

  showLegend(lens, stacks) {
    this.explained = lens;
    this.explainedOf = stacks;
    const entries = lens.legend(stacks);
    this.legend.replaceChildren(...entries.map(({ tint, label }) => html("li", {}, html("i", { class: tint }), label)));
  }

  show() {
    const { state, lens, filterForm, view } = this.page;
    if (this.explained !== lens || this.explainedOf !== view.stacks) this.showLegend(lens, view.stacks);
    press(this.reverse, state.shape === "reverse");
    press(this.filter, !filterForm.element.hidden);
    press(this.table, state.table !== "");
    press(this.flip, state.flip);
    addition.show(this.page);
    this.colours.textContent = "Colours: " + lens.label;
    // What it leaves as it is, and how a search that there is not would be done.
    const { flip, colours, table, regex, cased } = STATE;
    this.reset.hidden = fragmentOf({ ...state, flip, colours, table, regex, cased }) === "#";
  }
}
