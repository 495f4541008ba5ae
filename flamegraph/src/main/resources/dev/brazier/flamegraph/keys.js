// What the keys do, and the box that tells.

const KEYS = [
  ["Click, Enter", "zoom to a frame"],
  ["Escape", "go back: zoom, view, search"],
  ["\u2190 \u2192 \u2191 \u2193", "walk from frame to frame"],
  ["Right click, m", "what else can be done with a frame"],
  ["/ or Ctrl F", "search"],
  ["n, Shift n", "next, previous match"],
  ["t", "table of functions"],
  ["r", "reverse: who runs, then who called it"],
  ["s", "sandwich: a function's callers and callees"],
  ["f", "filters"],
  ["o, x, h", "only through this frame, without, hide it"],
  ["d", "fold recursion"],
  ["c, Shift c", "copy the name, the stack"],
  ["k", "colours by kind or by package"],
  ["i", "turn the graph upside down"],
  ["0", "everything as it was"],
];

class Help {
  constructor() {
    const rows = KEYS.map(([key, what]) => html("div", {}, html("dt", {}, key), html("dd", {}, what)));
    this.close = button("Close", "Escape", () => this.open(false));
    this.element = html("aside", { class: "help", role: "dialog", "aria-label": "keys" }, html("dl", {}, ...rows), this.close);
    this.element.hidden = true;
  }

  open(open = this.element.hidden) {
    this.element.hidden = !open;
    if (open) this.close.focus();
  }
}

// The keys that work everywhere but in fields.
class Keys {
  constructor(page) {
    this.page = page;
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.defaultPrevented) return;
    const { page } = this;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key === "f") {
      event.preventDefault();
      page.searchBox.focus();
      return;
    }
    const { localName, type } = event.target;
    if (localName === "input" && type !== "checkbox") return;
    if (control || event.altKey) return;
    if ((event.key === "Enter" || event.key === " ") && localName === "button") return;
    const action = this.actions(page)[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  actions(page) {
    const down = page.chart.flipped ? -1 : 1;
    const frame = Object.fromEntries(page.frameActions(page.current()).map(([key, , action]) => [key, action]));
    return {
      ...frame,
      ...addition.keys(page),
      "/": () => page.searchBox.focus(),
      n: () => page.searchBox.step(1),
      N: () => page.searchBox.step(-1),
      C: frame["Shift c"],
      i: () => page.flip(),
      r: () => page.reverse(),
      t: () => page.openTable(),
      f: () => page.filterForm.open(page.filterForm.element.hidden),
      d: () => page.change({ fold: !page.state.fold }),
      k: () => page.nextLens(),
      0: () => page.reset(),
      m: () => page.openMenu(),
      ContextMenu: () => page.openMenu(),
      F10: () => page.openMenu(),
      "?": () => page.help.open(),
      Escape: () => page.back(),
      ArrowUp: () => page.walk(-down),
      ArrowDown: () => page.walk(down),
      ArrowLeft: () => page.walkRow(-1),
      ArrowRight: () => page.walkRow(1),
    };
  }
}
