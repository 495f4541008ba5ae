// The page: it takes the place of the still picture once it stands, never before.

const XHTML = "http://www.w3.org/1999/xhtml";

function html(name, attributes = {}, ...children) {
  const element = document.createElementNS(XHTML, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const count = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 0 });
const percent = (part, whole) => (whole === 0 ? "0.00 %" : ((part / whole) * 100).toFixed(2) + " %");

const KEYS = [
  ["Click, Enter", "zoom to a frame"],
  ["Escape", "zoom out, then end the search"],
  ["\u2190 \u2192 \u2191 \u2193", "walk from frame to frame"],
  ["/ or Ctrl F", "search"],
  ["n, Shift n", "next, previous match"],
  ["i", "turn the graph upside down"],
  ["c", "copy the frame's name"],
  ["?", "this list"],
];

class Page {
  constructor(root) {
    this.picture = readPicture(root);
    this.chart = new Chart(this.picture);
    this.found = search(this.picture, { text: "" });
    this.place = -1;
    this.build(root.querySelector("style").textContent);
  }

  build(style) {
    const { title } = this.picture;
    this.input = html("input", {
      type: "search", placeholder: "Search names", "aria-label": "Search names", spellcheck: "false",
      autocomplete: "off", title: "/ or Ctrl F", oninput: () => this.searched(),
    });
    this.cased = this.toggle("Aa", "match case");
    this.regex = this.toggle(".*", "regular expression");
    this.matched = html("output", { class: "matched", "aria-live": "polite" });
    this.steps = html("span", { class: "steps" },
      this.button("\u2039", "previous match (Shift n)", () => this.step(-1)),
      this.button("\u203a", "next match (n)", () => this.step(1)));
    this.crumbs = html("nav", { class: "crumbs", "aria-label": "zoom" });
    this.details = html("footer", { class: "details", "aria-live": "polite" });
    this.help = this.helpBox();
    this.stage = html("main", {}, this.chart.element);
    this.chart.element.setAttribute("aria-label", title + ": flame graph; walk with the arrow keys");
    this.html = html("html", { lang: "en" },
      html("head", {}, html("title", {}, title), html("style", {}, style)),
      html("body", {}, this.heading(), this.bar(), this.stage, this.details, this.help));
  }

  heading() {
    const facts = this.picture.facts.map((fact) => {
      const at = fact.indexOf(": ");
      const name = at < 0 ? [] : [html("dt", {}, fact.slice(0, at))];
      return html("div", {}, ...name, html("dd", {}, fact.slice(at < 0 ? 0 : at + 2)));
    });
    return html("header", {}, html("h1", {}, this.picture.title), html("dl", {}, ...facts));
  }

  bar() {
    return html("div", { class: "bar" },
      html("div", { class: "tools" },
        html("div", { class: "search", role: "search" }, this.input, this.cased, this.regex, this.matched, this.steps),
        this.legend(),
        html("div", { class: "buttons" },
          this.button("Reset zoom", "Escape", () => this.zoomTo(0)),
          this.button("Flip", "i", () => this.flip()),
          this.button("?", "keys", () => this.showHelp(this.help.hidden)))),
      this.crumbs);
  }

  button(label, title, action) {
    return html("button", { type: "button", title, "aria-label": label.length > 1 ? label : title, onclick: action }, label);
  }

  toggle(label, title) {
    const button = html("button", { type: "button", class: "toggle", title, "aria-label": title, "aria-pressed": "false" }, label);
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "false");
      this.searched();
    });
    return button;
  }

  legend() {
    const present = new Set(this.picture.kinds);
    const entries = Object.entries(KINDS).filter(([letter]) => present.has(letter));
    return html("ul", { class: "legend" },
      ...entries.map(([letter, name]) => html("li", {}, html("i", { class: letter + 1 }), name)));
  }

  helpBox() {
    const rows = KEYS.map(([key, what]) => html("div", {}, html("dt", {}, key), html("dd", {}, what)));
    const box = html("aside", { class: "help", role: "dialog", "aria-label": "keys" },
      html("dl", {}, ...rows), this.button("Close", "Escape", () => this.showHelp(false)));
    box.hidden = true;
    return box;
  }

  // Replaces the document's root: from here on it is a page.
  open() {
    document.replaceChild(this.html, document.documentElement);
    const { chart } = this;
    const { element } = chart;
    element.addEventListener("mousemove", (event) => this.hover(chart.nodeAt(event.clientX, event.clientY)));
    element.addEventListener("mouseleave", () => this.hover(-1));
    element.addEventListener("click", (event) => {
      const node = chart.nodeAt(event.clientX, event.clientY);
      if (node >= 0) this.zoomTo(node);
    });
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("scroll", () => chart.scrolled(), { passive: true });
    window.addEventListener("hashchange", () => this.restore());
    new ResizeObserver(() => this.resized()).observe(this.stage);
    this.restore();
  }

  resized() {
    if (this.stage.clientWidth !== this.chart.width) this.show();
    else this.chart.scrolled();
  }

  // Draws everything again.
  show() {
    this.chart.found = this.found;
    this.chart.measure();
    this.chart.draw();
    this.showCrumbs();
    this.showMatched();
    this.showDetails();
  }

  // --- zoom -------------------------------------------------------------------------------------

  zoomTo(node) {
    const bottom = document.documentElement.scrollHeight - window.scrollY;
    this.chart.zoom = node;
    this.chart.chosen = node === 0 ? -1 : node;
    this.show();
    if (this.chart.flipped) window.scrollTo(0, document.documentElement.scrollHeight - bottom);
    this.remember(true);
  }

  flip() {
    this.chart.flipped = !this.chart.flipped;
    this.show();
    window.scrollTo(0, this.chart.flipped ? document.documentElement.scrollHeight : 0);
    this.chart.scrolled();
    this.remember(false);
  }

  showCrumbs() {
    const path = [];
    for (let node = this.chart.zoom; node >= 0; node = this.picture.parent[node]) path.unshift(node);
    const shown = path.length > 7 ? [...path.slice(0, 3), -1, ...path.slice(-3)] : path;
    this.crumbs.replaceChildren(...shown.map((node, i) => {
      if (node < 0) return html("span", { class: "more" }, "\u2026 " + (path.length - 6) + " frames \u2026");
      const last = i === shown.length - 1;
      return html("button", {
        type: "button", title: this.name(node), "aria-current": last ? "location" : null,
        onclick: () => this.zoomTo(node),
      }, this.shortName(node));
    }));
    this.crumbs.classList.toggle("zoomed", this.chart.zoom !== 0);
  }

  // --- search -----------------------------------------------------------------------------------

  query() {
    const pressed = (button) => button.getAttribute("aria-pressed") === "true";
    return { text: this.input.value, regex: pressed(this.regex), cased: pressed(this.cased) };
  }

  searched() {
    this.found = search(this.picture, this.query());
    this.place = -1;
    this.chart.found = this.found;
    this.chart.draw();
    this.showMatched();
    this.remember(false);
  }

  showMatched() {
    const { found, chart } = this;
    this.steps.hidden = found.places.length === 0;
    this.input.setAttribute("aria-invalid", found.error !== "");
    this.input.title = found.error || "/ or Ctrl F";
    if (!found.active || found.error !== "") {
      this.matched.textContent = found.error ? "not a pattern" : "";
      return;
    }
    const all = percent(found.share(0), 1) + " matched";
    const here = chart.zoom === 0 ? "" : ", " + percent(found.share(chart.zoom), 1) + " of this view";
    const places = found.places.length;
    const at = this.place < 0 ? "" : this.place + 1 + " of ";
    this.matched.textContent = all + here + " \u00b7 " + at + count(places) + (places === 1 ? " place" : " places");
  }

  step(by) {
    const { places } = this.found;
    if (places.length === 0) return;
    const from = this.place < 0 && by < 0 ? 0 : this.place;
    this.place = (from + by + places.length) % places.length;
    const node = places[this.place];
    const box = this.chart.box(node);
    // A match outside of the view, or too narrow in it to be found, becomes the view.
    if (!box || box.width < 4) this.zoomTo(this.around(node));
    this.choose(node);
    this.showMatched();
  }

  // The narrowest caller in which a node is wide enough to be seen.
  around(node) {
    const { picture, chart } = this;
    let top = node;
    while (top > 0 && (picture.total[node] / picture.total[picture.parent[top]]) * chart.width >= 40) {
      top = picture.parent[top];
    }
    return top;
  }

  // --- one frame --------------------------------------------------------------------------------

  name(node) {
    return node === 0 ? "all" : this.picture.names[this.picture.frame[node]];
  }

  // The name without packages or namespaces, with its class.
  shortName(node) {
    if (node === 0) return "all";
    const frame = this.picture.frame[node];
    const forms = shortForms(this.picture.names[frame], this.picture.kinds[frame]);
    return forms[Math.max(0, forms.length - 2)];
  }

  hover(node) {
    if (node === this.chart.hovered) return;
    this.chart.hover(node);
    this.showDetails();
  }

  choose(node) {
    this.chart.choose(node);
    this.chart.hover(-1);
    this.showDetails();
    const box = this.chart.box(node);
    if (!box) return;
    const y = this.chart.element.getBoundingClientRect().top + box.y;
    const above = this.stage.previousElementSibling.getBoundingClientRect().bottom;
    const below = this.details.getBoundingClientRect().top - ROW;
    if (y < above) window.scrollBy(0, y - above - ROW);
    else if (y > below) window.scrollBy(0, y - below + ROW);
  }

  current() {
    const { hovered, chosen, zoom } = this.chart;
    return hovered >= 0 ? hovered : chosen >= 0 ? chosen : zoom;
  }

  showDetails() {
    const { picture, chart } = this;
    const node = this.current();
    const { [node]: total } = picture.total;
    const frame = picture.frame[node];
    const unit = total === 1 ? picture.unit.replace(/s$/, "") : picture.unit;
    const numbers = [count(total) + " " + unit, percent(total, picture.total[0]) + " of all"];
    if (chart.zoom > 0 && node > chart.zoom && node < picture.end[chart.zoom]) {
      numbers.push(percent(total, picture.total[chart.zoom]) + " of this view");
    }
    if (node > 0) numbers.push(percent(total, picture.total[picture.parent[node]]) + " of its caller");
    numbers.push("self " + count(picture.self[node]) + " (" + percent(picture.self[node], picture.total[0]) + ")");
    if (picture.hidden[node] > 0) numbers.push(percent(picture.hidden[node], picture.total[0]) + " in callees left out");
    const kind = frame < 0 ? [] : [html("i", { class: picture.tints[frame], title: KINDS[picture.kinds[frame]] })];
    const module = frame >= 0 && picture.moduleOf[frame] ? [html("span", { class: "module" }, picture.moduleOf[frame])] : [];
    this.details.replaceChildren(
      html("p", { class: "name" }, ...kind, html("b", {}, this.name(node)), ...module),
      html("p", { class: "numbers" }, ...numbers.map((text) => html("span", {}, text))));
  }

  async copy() {
    const node = this.current();
    const name = this.name(node);
    try {
      await navigator.clipboard.writeText(name);
    } catch {
      const area = html("textarea", {}, name);
      this.html.lastElementChild.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    this.details.lastElementChild.replaceChildren(html("span", { class: "copied" }, "name copied"));
  }

  // --- keys -------------------------------------------------------------------------------------

  key(event) {
    const control = event.ctrlKey || event.metaKey;
    if (event.target === this.input) {
      this.searchKey(event, control);
      return;
    }
    if (control && event.key === "f") {
      event.preventDefault();
      this.input.focus();
      this.input.select();
      return;
    }
    if (control || event.altKey) return;
    if (event.key === "Enter" && event.target.localName === "button") return;
    const action = this.actions()[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  }

  actions() {
    const out = this.chart.flipped ? 1 : -1;
    return {
      "/": () => this.input.focus(),
      n: () => this.step(1),
      N: () => this.step(-1),
      i: () => this.flip(),
      c: () => this.copy(),
      "?": () => this.showHelp(this.help.hidden),
      Escape: () => this.escape(),
      Enter: () => this.zoomTo(this.current()),
      ArrowUp: () => this.walk(out),
      ArrowDown: () => this.walk(-out),
      ArrowLeft: () => this.walkRow(-1),
      ArrowRight: () => this.walkRow(1),
    };
  }

  searchKey(event, control) {
    if (event.key === "Enter") this.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      this.endSearch();
      this.chart.element.focus({ preventScroll: true });
    } else if (event.key === "ArrowDown") this.chart.element.focus({ preventScroll: true });
    else return;
    event.preventDefault();
  }

  escape() {
    if (!this.help.hidden) this.showHelp(false);
    else if (this.chart.zoom !== 0) this.zoomTo(0);
    else if (this.input.value !== "") this.endSearch();
    else this.choose(-1);
  }

  endSearch() {
    this.input.value = "";
    this.searched();
  }

  // To the caller, or to the widest callee that is drawn.
  walk(by) {
    const { picture } = this;
    const node = this.current();
    if (by < 0) {
      if (node > 0) this.choose(picture.parent[node]);
      return;
    }
    let widest = -1;
    for (let child = node + 1; child < picture.end[node]; child = picture.end[child]) {
      if (widest < 0 || picture.total[child] > picture.total[widest]) widest = child;
    }
    if (widest >= 0) this.choose(widest);
  }

  walkRow(by) {
    const { picture, chart } = this;
    const node = this.current();
    const row = picture.rows[picture.depth[node]];
    for (let i = row.indexOf(node) + by; i >= 0 && i < row.length; i += by) {
      const box = chart.box(row[i]);
      if (box && box.width >= 1) {
        this.choose(row[i]);
        return;
      }
    }
  }

  showHelp(shown) {
    this.help.hidden = !shown;
    if (shown) this.help.lastElementChild.focus();
  }

  // --- the state in the address -----------------------------------------------------------------

  remember(step) {
    const state = new URLSearchParams();
    const { text, regex, cased } = this.query();
    if (this.chart.zoom > 0) state.set("zoom", this.chart.zoom);
    if (text !== "") state.set("search", text);
    if (regex) state.set("regex", "1");
    if (cased) state.set("case", "1");
    if (this.chart.flipped) state.set("flip", "1");
    const fragment = "#" + state;
    if (fragment === (location.hash || "#")) return;
    try {
      history[step ? "pushState" : "replaceState"](null, "", fragment);
    } catch {
      // A frame without the right to its own address keeps its state to itself.
    }
  }

  restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    const zoom = Number(state.get("zoom"));
    this.chart.zoom = Number.isInteger(zoom) && zoom > 0 && zoom < this.picture.size ? zoom : 0;
    this.chart.chosen = this.chart.zoom || -1;
    this.chart.flipped = state.get("flip") === "1";
    this.input.value = state.get("search") ?? "";
    this.regex.setAttribute("aria-pressed", state.get("regex") === "1");
    this.cased.setAttribute("aria-pressed", state.get("case") === "1");
    this.found = search(this.picture, this.query());
    this.place = -1;
    this.show();
    if (this.chart.flipped) window.scrollTo(0, document.documentElement.scrollHeight);
  }
}

function start() {
  const root = document.documentElement;
  // Inside of another document the still picture is what was asked for.
  if (root.namespaceURI === SVG && root.querySelector("#nodes")) new Page(root).open();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
