// Which stacks are shown and how: the form that says it, and a line that shows what was said, with
// the path of the zoom.

const FILTERS = [
  ["focus", "only through", "only stacks with a function that matches"],
  ["exclude", "without stacks through", "no stacks with a function that matches"],
  ["hide", "hidden", "functions that match are left out of their stacks; what they call moves up"],
];
const MOST_CRUMBS = 7;

// The pattern of one name.
const exactly = (name) => "^" + name.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&") + "$";

class FilterForm {
  constructor(page) {
    this.page = page;
    this.inputs = {};
    const fields = FILTERS.map(([key, label, title]) => {
      const input = html("input", {
        type: "text", spellcheck: "false", autocomplete: "off", name: key, placeholder: "regular expression",
        oninput: () => page.change({ [key]: input.value }, false),
      });
      this.inputs[key] = input;
      return html("label", { title }, html("span", {}, label), input);
    });
    this.fold = html("input", { type: "checkbox", name: "fold", onchange: () => page.change({ fold: this.fold.checked }) });
    const fold = html("label", { class: "check", title: "a function that calls itself is one frame (d)" }, this.fold, "fold recursion");
    this.element = html("form", { class: "filters", "aria-label": "filters" }, ...fields, fold);
    this.element.hidden = true;
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.open(false);
    });
  }

  open(open) {
    this.element.hidden = !open;
    this.page.bar.show();
    if (open) this.inputs.focus.focus();
    else this.page.focusChart();
  }

  show() {
    const { state, view } = this.page;
    for (const [key, input] of Object.entries(this.inputs)) {
      if (input.value !== state[key]) input.value = state[key];
      input.setAttribute("aria-invalid", key in view.errors);
    }
    this.fold.checked = state.fold;
  }
}

class Trail {
  constructor(page) {
    this.page = page;
    this.chips = html("div", { class: "chips" });
    this.crumbs = html("nav", { class: "crumbs", "aria-label": "zoom" });
    this.element = html("div", { class: "trail" }, this.chips, this.crumbs);
  }

  show() {
    const { page } = this;
    const { state, view } = page;
    const chips = [];
    if (state.shape === "reverse") chips.push(this.chip("reversed", "", { shape: "", zoom: 0 }));
    if (state.shape === "sandwich") {
      chips.push(this.chip("callers and callees of", page.names.short(state.of), { shape: "", of: -1, zoom: 0 }));
    }
    for (const chip of addition.chips(page)) chips.push(this.chip(...chip));
    for (const [key, label] of FILTERS) {
      if (state[key] === "") continue;
      const wrong = key in view.errors ? " (not a pattern)" : "";
      chips.push(this.chip(label + wrong, state[key], { [key]: "" }));
    }
    if (state.fold) chips.push(this.chip("recursion folded", "", { fold: false }));
    if (view.untested > 0) {
      const share = percent(view.untested, page.picture.tree.total[0]);
      chips.push(html("span", { class: "note", title: "their innermost functions are below the cut of this file" },
        share + " could not be tested whole"));
    }
    this.chips.replaceChildren(...chips);
    this.showCrumbs();
  }

  chip(label, value, without) {
    const text = value === "" ? [label] : [label + " ", html("b", {}, value)];
    return html("button", { type: "button", class: "chip", title: "remove: " + label + " " + value, onclick: () => this.page.change(without) },
      html("span", {}, ...text), html("span", { class: "x", "aria-hidden": "true" }, "\u00d7"));
  }

  showCrumbs() {
    const { page } = this;
    const path = [];
    for (let node = page.state.zoom; node >= 0; node = page.view.tree.parent[node]) path.unshift(node);
    const shown = path.length > MOST_CRUMBS ? [...path.slice(0, 3), -1, ...path.slice(-3)] : path;
    this.crumbs.replaceChildren(...shown.map((node, i) => {
      if (node < 0) return html("span", { class: "more" }, "\u2026 " + (path.length - 6) + " frames \u2026");
      const last = i === shown.length - 1;
      return html("button", {
        type: "button", title: page.name(node), "aria-current": last ? "location" : null,
        onclick: () => page.change({ zoom: node }),
      }, page.shortName(node));
    }));
    this.crumbs.classList.toggle("zoomed", page.state.zoom !== 0);
  }
}
