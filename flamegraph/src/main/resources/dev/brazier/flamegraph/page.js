// The page: it takes the place of the still picture once it stands, never before.

// A page on its side, in pixels of CSS, and how many rows stay together on it.
const PAPER_WIDTH = 1040;
const SLICE_ROWS = 4;

// What of the state is the search.
const QUERY = ["search", "regex", "cased"];

// What a still picture leaves free beside its frames, in pixels of CSS.
const MARGIN = 12;

class Page {
  constructor(root) {
    this.picture = readPicture(root);
    this.functions = functionsOf(this.picture);
    this.names = namesOf(this.picture);
    this.chart = new Chart(this.picture);
    this.lensOf = {};
    this.state = beginWith(this.picture);
    this.address = new Address();
    this.build(root.querySelector("style").textContent);
  }

  build(style) {
    this.searchBox = new SearchBox(this);
    this.filterForm = new FilterForm(this);
    this.trail = new Trail(this);
    this.bar = new Bar(this);
    this.heading = new Heading(this);
    this.table = new (addition.table())(this);
    this.details = new Details(this);
    this.menu = new FrameMenu(this);
    this.copyBox = new CopyBox(this);
    this.help = new Help();
    this.stage = html("main", {}, this.chart.element);
    this.fixWidth(this.picture.width);
    this.chart.element.setAttribute("aria-label",
      this.picture.title + ": flame graph; walk with the arrow keys, or press t for a table");
    this.html = html("html", { lang: "en" },
      html("head", {}, html("title", {}, this.picture.title),
        html("meta", { name: "viewport", content: "width=device-width" }), html("style", {}, style)),
      html("body", {}, this.heading.element, ...addition.panels(this), this.bar.element,
        html("div", { class: "stage" }, this.stage, this.table.element),
        this.details.element, this.help.element, this.menu.element, this.copyBox.element));
  }

  // A picture of a fixed width does not follow its window: it scrolls.
  fixWidth(width) {
    if (width > 0) Object.assign(this.stage.style, { flex: "none", width: width - 2 * MARGIN + "px" });
  }

  // Replaces the document's root: from here on it is a page.
  open() {
    document.replaceChild(this.html, document.documentElement);
    this.listen(this.chart.element);
    new Keys(this);
    this.restore();
    this.heading.fit();
  }

  listen(element) {
    const at = (event) => this.chart.nodeAt(event.clientX, event.clientY);
    element.addEventListener("mousemove", (event) => this.hover(at(event)));
    element.addEventListener("mouseleave", () => this.hover(-1));
    element.addEventListener("click", (event) => {
      if (at(event) >= 0) this.change({ zoom: at(event) });
    });
    element.addEventListener("contextmenu", (event) => {
      if (at(event) < 0) return;
      event.preventDefault();
      this.menu.open(at(event), event.clientX, event.clientY);
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.menu.element.contains(event.target)) this.menu.close();
    });
    window.addEventListener("scroll", () => this.chart.scrolled(), { passive: true });
    window.addEventListener("hashchange", () => this.restore());
    window.addEventListener("popstate", () => this.restore());
    window.addEventListener("beforeprint", () => this.drawForPrint());
    window.addEventListener("afterprint", () => {
      this.printing = false;
      this.stage.replaceChildren(this.chart.element);
      this.show();
    });
    new ResizeObserver(() => this.resized()).observe(this.stage);
  }

  resized() {
    if (this.printing) return;
    if (this.stage.clientWidth === this.chart.width) {
      this.chart.scrolled();
      return;
    }
    this.heading.fit();
    this.show();
  }

  // Paper shows all rows.
  drawForPrint() {
    this.printing = true;
    this.stage.append(...this.chart.slices(PAPER_WIDTH, SLICE_ROWS));
  }

  // --- the state --------------------------------------------------------------------------------

  // Changes what is shown; a step is one that the browser's back button takes back.
  change(patch, step = true) {
    const before = this.view;
    const path = "zoom" in patch || "shape" in patch ? null : pathOf(before.tree, this.state.zoom);
    const stays = this.state.flip && "zoom" in patch;
    const bottom = stays ? document.documentElement.scrollHeight - window.scrollY : 0;
    this.take({ ...this.state, ...patch });
    if (path && this.view.tree !== before.tree) this.state.zoom = nodeAt(this.view.tree, path);
    if ("zoom" in patch || this.view.tree !== before.tree) this.chart.chosen = this.subject();
    if (this.view.tree === before.tree && Object.keys(patch).every((key) => QUERY.includes(key))) this.showFound();
    else this.show();
    if ("shape" in patch) this.choose(this.chart.chosen);
    if (stays) window.scrollTo(0, document.documentElement.scrollHeight - bottom);
    this.address.follow(this.state, step);
  }

  // What the view is about: the zoom, or a sandwich's function.
  subject() {
    return this.state.zoom > 0 || this.state.shape === "sandwich" ? this.state.zoom : -1;
  }

  restore() {
    const fragment = this.address.read();
    if (this.view && fragment === fragmentOf(this.state)) return;
    const flipped = this.view && this.state.flip;
    this.take(stateOf(fragment, this.picture));
    this.chart.chosen = this.subject();
    this.show();
    if (this.state.flip && !flipped) window.scrollTo(0, document.documentElement.scrollHeight);
  }

  // Works out what a state shows.
  take(state) {
    const { state: before } = this;
    this.state = state;
    const view = View.of(this.picture, this.functions, state, this.view);
    if (state.zoom >= view.tree.size) state.zoom = 0;
    while (state.zoom > 0 && view.tree.total[state.zoom] === 0) state.zoom = view.tree.parent[state.zoom];
    this.lens = this.lensOf[state.colours] ??= lenses[state.colours](this.picture);
    const searched = QUERY.some((key) => state[key] !== before[key]);
    if (!this.found || searched || this.view?.tree !== view.tree) {
      this.found = search(this.picture, view, state);
      this.searchBox.restart();
      this.table.restart();
    }
    this.view = view;
  }

  // Draws everything again.
  show() {
    const { chart, state } = this;
    this.table.show();
    chart.flipped = state.flip;
    chart.found = this.found;
    chart.set(this.view.tree, state.zoom, this.lens);
    chart.measure();
    chart.draw();
    for (const part of [this.bar, this.filterForm, this.trail, this.searchBox, this.details]) part.show();
  }

  // Draws what a search changes; all else stays where it is.
  showFound() {
    this.table.show();
    this.chart.found = this.found;
    this.chart.showFound();
    for (const part of [this.bar, this.searchBox, this.details]) part.show();
  }

  // --- views ------------------------------------------------------------------------------------

  flip() {
    this.change({ flip: !this.state.flip }, false);
    window.scrollTo(0, this.state.flip ? document.documentElement.scrollHeight : 0);
    this.chart.scrolled();
  }

  reverse() {
    this.change({ shape: this.state.shape === "reverse" ? "" : "reverse", of: -1, zoom: 0 });
  }

  openTable() {
    const open = this.state.table === "";
    this.change({ table: open ? this.table.first : "" }, false);
    if (open) this.table.body.querySelector("button")?.focus({ preventScroll: true });
    else this.focusChart();
  }

  nextLens() {
    const names = Object.keys(lenses);
    this.change({ colours: names[(names.indexOf(this.state.colours) + 1) % names.length] }, false);
  }

  reset() {
    const { flip, colours, table } = this.state;
    this.change({ ...STATE, flip, colours, table });
  }

  back() {
    const { state } = this;
    if (!this.help.element.hidden) this.help.open(false);
    else if (!this.filterForm.element.hidden) this.filterForm.open(false);
    else if (state.zoom !== 0) this.change({ zoom: 0 });
    else if (state.shape !== STATE.shape) this.change({ shape: STATE.shape, of: -1, zoom: 0 });
    else if (state.search !== "") this.change({ search: "" }, false);
    else if (!addition.back()) this.choose(-1);
  }

  // --- one frame --------------------------------------------------------------------------------

  name(node) {
    const frame = this.view.tree.frame[node];
    return frame < 0 ? "all" : this.picture.names[frame];
  }

  shortName(node) {
    const frame = this.view.tree.frame[node];
    return frame < 0 ? "all" : this.names.short(frame);
  }

  // The key, the label and the deed of each thing that can be done with a frame.
  frameActions(node) {
    const frame = this.view.tree.frame[node];
    const zoom = ["Enter", "Zoom", () => this.change({ zoom: node })];
    const copy = [
      ["c", "Copy name", () => this.copy(this.name(node), "name copied")],
      ["Shift c", "Copy stack", () => this.copy(this.stack(node), "stack copied")],
    ];
    if (frame < 0 || frame === this.picture.leftOut) return [zoom, ...copy];
    const pattern = exactly(this.picture.names[frame]);
    const either = (key) => (this.state[key] === "" ? pattern : this.state[key] + "|" + pattern);
    return [
      zoom,
      ["s", "Callers and callees", () => this.change({ shape: "sandwich", of: frame, zoom: 0 })],
      ["o", "Only stacks through it", () => this.change({ focus: pattern })],
      ["x", "Without stacks through it", () => this.change({ exclude: either("exclude") })],
      ["h", "Hide this function", () => this.change({ hide: either("hide") })],
      ...copy,
    ];
  }

  // The names from the outermost caller to the node, one a line.
  stack(node) {
    const names = pathOf(this.view.tree, node).map((frame) => this.picture.names[frame]);
    if (this.view.tree.frame[0] >= 0) names.unshift(this.name(0));
    const inwards = this.state.shape !== "reverse" && node < this.view.tree.split;
    return (inwards ? names : names.reverse()).join("\n");
  }

  async copy(text, said) {
    if (await copied(text)) this.details.say(said);
    else this.copyBox.open(text);
  }

  openMenu() {
    const node = this.current();
    const box = this.chart.box(node) ?? { x: 0, y: 0 };
    const place = this.chart.element.getBoundingClientRect();
    this.menu.open(node, place.left + box.x + 20, place.top + box.y + ROW);
  }

  hover(node) {
    if (node === this.chart.hovered) return;
    this.chart.hover(node);
    this.details.show();
  }

  choose(node) {
    this.chart.choose(node);
    this.chart.hover(-1);
    this.details.show();
    const box = node < 0 ? null : this.chart.box(node);
    if (!box) return;
    const y = this.chart.element.getBoundingClientRect().top + box.y;
    const above = this.bar.element.getBoundingClientRect().bottom;
    const below = this.details.element.getBoundingClientRect().top - ROW;
    if (y < above) window.scrollBy(0, y - above - ROW);
    else if (y > below) window.scrollBy(0, y - below + ROW);
  }

  current() {
    const { hovered, chosen, zoom } = this.chart;
    return hovered >= 0 ? hovered : chosen >= 0 ? chosen : zoom;
  }

  focusChart() {
    this.chart.element.focus({ preventScroll: true });
  }

  // A row down or up: to the parent, or to the widest child that is drawn there.
  walk(by) {
    const { tree } = this.view;
    const node = this.current();
    const row = this.chart.rowOf(node);
    if (node > 0 && row * by < 0) {
      this.choose(tree.parent[node]);
      return;
    }
    const callers = node >= tree.split || (node === 0 && by < 0);
    const end = node === 0 ? (callers ? tree.size : tree.split) : tree.end[node];
    let widest = -1;
    for (let child = node === 0 && callers ? tree.split : node + 1; child < end; child = tree.end[child]) {
      if (tree.total[child] > (widest < 0 ? 0 : tree.total[widest])) widest = child;
    }
    if (widest >= 0) this.choose(widest);
  }

  walkRow(by) {
    const { chart } = this;
    const node = this.current();
    const row = chart.bandOf(node).rows[this.view.tree.depth[node]];
    for (let i = row.indexOf(node) + by; i >= 0 && i < row.length; i += by) {
      const box = chart.box(row[i]);
      if (box && box.width >= 1) {
        this.choose(row[i]);
        return;
      }
    }
  }
}

function start() {
  const root = document.documentElement;
  // Inside of another document the still picture is what was asked for.
  if (root.namespaceURI === SVG && root.querySelector("#nodes")) new Page(root).open();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
