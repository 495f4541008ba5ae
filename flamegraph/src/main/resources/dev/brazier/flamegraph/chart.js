// Draws the rows that can be seen: one path a colour for some rows, and a text for each box that has room. What a
// search finds is one more path over them, so that a search leaves everything else as it was.

const ROW = 18;
const BASELINE = 13;
const PADDING = 4;
const NARROWEST = 0.5;

// A path holds the boxes of so many rows: the browser paints in tiles, and goes through a whole path
// for each tile that it touches.
const PATH_ROWS = 4;

// Paths lie along a row in hundredths of a pixel: whole numbers are written twice as fast as decimals.
const FINE = 100;
const FINER = "scale(" + 1 / FINE + " 1)";

// One direction in which a tree grows from its root: callees below it, or callers above it. A zoom
// concerns the band that its node is in; the other one stays whole.
class Band {
  constructor(tree, rows, from, to) {
    Object.assign(this, { tree, rows, from, to });
  }

  has(node) {
    return node === 0 || (node >= this.from && node < this.to);
  }

  // Takes over a zoom and the width of the window.
  measure(zoom, width) {
    const { tree } = this;
    this.top = this.has(zoom) ? zoom : 0;
    const total = tree.total[this.top];
    this.scale = total === 0 ? 0 : width / total;
    this.origin = tree.start[this.top];
    this.path = new Set();
    for (let node = this.top; node >= 0; node = tree.parent[node]) this.path.add(node);
    this.deepest = tree.depth[this.top];
    const [first, end] = this.top === 0 ? [this.from, this.to] : [this.top, tree.end[this.top]];
    for (let node = first; node < end; node++) {
      if (tree.depth[node] > this.deepest && tree.total[node] * this.scale >= NARROWEST) this.deepest = tree.depth[node];
    }
  }

  // Whether a node lies within the zoom.
  holds(node) {
    return this.top === 0 ? this.has(node) : node >= this.top && node < this.tree.end[this.top];
  }

  // The caller, within the zoom's path, at a depth above it.
  around(depth) {
    let node = this.top;
    while (this.tree.depth[node] > depth) node = this.tree.parent[node];
    return node;
  }

  // The place in a row of the first node that ends behind a count.
  firstIn(nodes, count) {
    const { start, total } = this.tree;
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (start[nodes[middle]] + total[nodes[middle]] <= count) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The node at a depth and a distance from the left, or -1.
  nodeAt(depth, x) {
    const { tree } = this;
    if (depth <= tree.depth[this.top]) return this.around(depth);
    const count = this.origin + x / this.scale;
    const nodes = this.rows[depth] ?? [];
    const node = nodes[this.firstIn(nodes, count)];
    return node !== undefined && tree.start[node] <= count && this.holds(node) ? node : -1;
  }
}

// Adds a box to the shapes of a path: all but the sign that begins each of them.
function outline(shapes, x, y, width, least) {
  const gap = width > 3 ? 1 : width > 1.5 ? 0.4 : 0;
  const left = Math.round(x * FINE);
  const right = left + Math.round(Math.max(width - gap, least) * FINE);
  shapes.push(left + " " + y + "H" + right + "v" + (ROW - 1) + "H" + left);
}

const pathOfShapes = (shapes) => (shapes.length === 0 ? "" : "M" + shapes.join("M"));

class Chart {
  constructor(picture) {
    this.label = labeller(picture);
    this.flipped = false;
    this.found = { active: false, frames: null };
    this.width = 0;
    this.boxes = svgElement("g", { transform: FINER });
    this.matches = svgElement("path", { class: "match", transform: FINER });
    this.labels = svgElement("g", { class: "labels" });
    this.hoverBox = svgElement("rect", { class: "hover", rx: 1, height: ROW - 1 });
    this.chosenBox = svgElement("rect", { class: "chosen", rx: 1, height: ROW - 1 });
    this.element = svgElement("svg", { class: "chart", tabindex: 0, role: "img" });
    this.element.append(this.boxes, this.matches, this.labels, this.hoverBox, this.chosenBox);
    // The texts that are drawn, each with its node.
    this.labelled = [];
    this.hovered = -1;
    this.chosen = -1;
  }

  // Shows a tree, zoomed to a node, in a lens's tints.
  set(tree, zoom, lens) {
    if (tree !== this.tree) {
      this.tree = tree;
      this.callees = new Band(tree, tree.rows, 0, tree.split);
      this.callers = tree.split < tree.size ? new Band(tree, tree.above, tree.split, tree.size) : null;
      this.hovered = -1;
    }
    this.zoom = zoom;
    this.lens = lens;
  }

  // Takes over the width of the window and the zoom; to be called when either has changed.
  measure(width = this.element.parentNode.clientWidth) {
    this.width = width;
    this.callees.measure(this.zoom, width);
    this.callers?.measure(this.zoom, width);
    this.firstRow = this.callers ? -this.callers.deepest : 0;
    this.lastRow = this.callees.deepest;
    const height = (this.lastRow - this.firstRow + 1) * ROW;
    this.element.setAttribute("width", width);
    this.element.setAttribute("height", height);
    this.element.setAttribute("viewBox", "0 0 " + width + " " + height);
  }

  bandOf(node) {
    return node >= this.tree.split ? this.callers : this.callees;
  }

  // The node that fills the width where a node is drawn.
  topOf(node) {
    return this.bandOf(node).top;
  }

  rowOf(node) {
    return node >= this.tree.split ? -this.tree.depth[node] : this.tree.depth[node];
  }

  y(row) {
    return (this.flipped ? this.lastRow - row : row - this.firstRow) * ROW;
  }

  rowAt(line) {
    return this.flipped ? this.lastRow - line : line + this.firstRow;
  }

  // Where a node is drawn, or null when it is outside of the zoom.
  box(node) {
    const band = this.bandOf(node);
    const y = this.y(this.rowOf(node));
    if (band.path.has(node)) return { x: 0, y, width: this.width };
    if (!band.holds(node)) return null;
    return { x: (this.tree.start[node] - band.origin) * band.scale, y, width: this.tree.total[node] * band.scale };
  }

  // Draws the rows within a window's height above and below what is seen.
  draw() {
    // Where the chart lies is asked while it is empty, so that nothing is laid out twice.
    this.boxes.replaceChildren();
    this.labels.replaceChildren();
    const lines = this.lastRow - this.firstRow;
    const top = this.element.getBoundingClientRect().top;
    const seen = window.innerHeight;
    const from = Math.max(0, Math.floor((-top - seen) / ROW));
    const to = Math.min(lines, Math.ceil((-top + 2 * seen) / ROW));
    this.drawn = { from, to };
    const { boxes, labelled } = this.lines(from, to);
    this.boxes.replaceChildren(...boxes);
    this.labelled = labelled;
    this.labels.replaceChildren(...labelled.map(({ text }) => text));
    this.showFound();
    this.mark(this.hoverBox, this.hovered);
    this.mark(this.chosenBox, this.chosen);
  }

  // Draws what a search has found over what is drawn.
  showFound() {
    this.matches.setAttribute("d", this.foundIn(this.drawn.from, this.drawn.to));
    for (const { text, node } of this.labelled) this.ink(text, node);
    this.element.classList.toggle("searching", this.found.active);
  }

  // The shapes of the boxes in some lines that match.
  foundIn(from, to) {
    if (!this.found.active) return "";
    const shapes = [];
    const wanted = (node) => this.isMatch(node);
    for (let line = from; line <= to; line++) {
      const y = this.y(this.rowAt(line));
      this.visit(this.rowAt(line), wanted, (node, x, width) => outline(shapes, x, y, width, 1));
    }
    return pathOfShapes(shapes);
  }

  lines(from, to) {
    const labelled = [];
    const boxes = [];
    for (let first = from; first <= to; first += PATH_ROWS) {
      const paths = new Map();
      const last = Math.min(to, first + PATH_ROWS - 1);
      for (let line = first; line <= last; line++) this.line(this.rowAt(line), paths, labelled);
      for (const [name, shapes] of paths) boxes.push(svgElement("path", { class: name, d: pathOfShapes(shapes) }));
    }
    return { boxes, labelled };
  }

  // Adds the boxes of a row to the shapes of each class, and its labels.
  line(row, paths, labelled) {
    const { tree, lens } = this;
    const y = this.y(row);
    const band = row < 0 ? this.callers : this.callees;
    const above = row !== 0 && Math.abs(row) < tree.depth[band.top];
    this.visit(row, null, (node, x, width) => {
      const tint = tree.frame[node] < 0 ? "r0" : lens.tint(tree, node);
      const name = above ? "above " + tint : tint;
      let shapes = paths.get(name);
      if (shapes === undefined) paths.set(name, (shapes = []));
      outline(shapes, x, y, width, NARROWEST);
      const label = this.label(tree.frame[node], width - 2 * PADDING);
      if (label === "") return;
      const text = svgElement("text", { x: (x + PADDING).toFixed(1), y: y + BASELINE });
      text.textContent = label;
      this.ink(text, node);
      labelled.push({ text, node });
    });
  }

  // All rows at a width, as drawings of a few rows each, so that paper can break between them.
  slices(width, height) {
    this.measure(width);
    const end = this.lastRow - this.firstRow + 1;
    const slices = [];
    for (let from = 0; from < end; from += height) {
      const to = Math.min(from + height, end);
      const slice = svgElement("svg", { class: "slice", viewBox: [0, from * ROW, width, (to - from) * ROW].join(" ") });
      const { boxes, labelled } = this.lines(from, to - 1);
      const labels = svgElement("g", { class: "labels" });
      labels.append(...labelled.map(({ text }) => text));
      const shapes = svgElement("g", { transform: FINER });
      shapes.append(...boxes, svgElement("path", { class: "match", d: this.foundIn(from, to - 1) }));
      slice.append(shapes, labels);
      slices.push(slice);
    }
    return slices;
  }

  // Draws again when the rows that were drawn do not reach around the window any more.
  scrolled() {
    const top = this.element.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / ROW));
    const last = Math.min(this.lastRow - this.firstRow, Math.ceil((-top + window.innerHeight) / ROW));
    if (first < this.drawn.from || last > this.drawn.to) this.draw();
  }

  // Draws the boxes of a row that are wanted, all without a rule. Of those that share a fraction of a pixel one is drawn.
  visit(row, wanted, draw) {
    const band = row < 0 ? this.callers : this.callees;
    const { tree } = this;
    const depth = Math.abs(row);
    if (depth <= tree.depth[band.top]) {
      const node = band.around(depth);
      if (!wanted || wanted(node)) draw(node, 0, this.width);
      return;
    }
    const { start, total } = tree;
    const { origin, scale } = band;
    const nodes = band.rows[depth];
    const end = origin + total[band.top];
    let right = -1;
    for (let i = band.firstIn(nodes, origin); i < nodes.length; i++) {
      const node = nodes[i];
      if (start[node] >= end) break;
      const x = (start[node] - origin) * scale;
      const width = total[node] * scale;
      if (width === 0 || x + width < right + NARROWEST || (wanted && !wanted(node))) continue;
      right = x + Math.max(width, NARROWEST);
      draw(node, x, width);
    }
  }

  // Gives a text the class that its node has now.
  ink(text, node) {
    const name = this.isMatch(node) ? "match" : node === 0 && this.callers ? "middle" : null;
    if (text.getAttribute("class") === name) return;
    if (name === null) text.removeAttribute("class");
    else text.setAttribute("class", name);
  }

  isMatch(node) {
    const frame = this.tree.frame[node];
    return this.found.active && frame >= 0 && this.found.frames[frame] === 1;
  }

  // The node at a point of the window, or -1.
  nodeAt(clientX, clientY) {
    const place = this.element.getBoundingClientRect();
    const row = this.rowAt(Math.floor((clientY - place.top) / ROW));
    const x = clientX - place.left;
    if (row < this.firstRow || row > this.lastRow || x < 0 || x >= this.width) return -1;
    return (row < 0 ? this.callers : this.callees).nodeAt(Math.abs(row), x);
  }

  hover(node) {
    this.hovered = node;
    this.mark(this.hoverBox, node);
  }

  choose(node) {
    this.chosen = node;
    this.mark(this.chosenBox, node);
  }

  mark(rect, node) {
    const box = node < 0 || node >= this.tree.size ? null : this.box(node);
    const row = box ? this.rowOf(node) : 0;
    rect.style.display = box && row >= this.firstRow && row <= this.lastRow ? "" : "none";
    if (box) {
      rect.setAttribute("x", box.x + 0.5);
      rect.setAttribute("y", box.y);
      rect.setAttribute("width", Math.max(box.width - 2, 1));
    }
  }
}
