// Draws the rows that can be seen: one path a colour, and a text for each box that has room.

const ROW = 18;
const BASELINE = 13;
const PADDING = 4;
const NARROWEST = 0.5;
const SVG = "http://www.w3.org/2000/svg";

function svgElement(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

class Chart {
  constructor(picture) {
    this.picture = picture;
    this.label = labeller(picture);
    this.zoom = 0;
    this.flipped = false;
    this.found = { active: false, frames: null };
    this.width = 0;
    this.boxes = svgElement("g");
    this.labels = svgElement("g", { class: "labels" });
    this.hoverBox = svgElement("rect", { class: "hover", rx: 1, height: ROW - 1 });
    this.chosenBox = svgElement("rect", { class: "chosen", rx: 1, height: ROW - 1 });
    this.element = svgElement("svg", { class: "chart", tabindex: 0, role: "img" });
    this.element.append(this.boxes, this.labels, this.hoverBox, this.chosenBox);
    this.hovered = -1;
    this.chosen = -1;
  }

  // Takes over the width of the window and the zoom; to be called when either has changed.
  measure() {
    const { picture, zoom } = this;
    this.width = this.element.parentNode.clientWidth;
    this.scale = picture.total[zoom] === 0 ? 0 : this.width / picture.total[zoom];
    this.origin = picture.start[zoom];
    this.path = new Set();
    for (let node = zoom; node >= 0; node = picture.parent[node]) this.path.add(node);
    this.deepest = picture.depth[zoom];
    for (let node = zoom; node < picture.end[zoom]; node++) {
      if (picture.depth[node] > this.deepest && picture.total[node] * this.scale >= NARROWEST) {
        this.deepest = picture.depth[node];
      }
    }
    this.element.setAttribute("width", this.width);
    this.element.setAttribute("height", (this.deepest + 1) * ROW);
  }

  y(row) {
    return (this.flipped ? this.deepest - row : row) * ROW;
  }

  // Where a node is drawn, or null when it is outside of the zoom.
  box(node) {
    const { picture } = this;
    const row = picture.depth[node];
    if (this.path.has(node)) return { x: 0, y: this.y(row), width: this.width };
    if (node < this.zoom || node >= picture.end[this.zoom]) return null;
    const x = (picture.start[node] - this.origin) * this.scale;
    return { x, y: this.y(row), width: picture.total[node] * this.scale };
  }

  // Draws the rows within a window's height above and below what is seen.
  draw() {
    const top = this.element.getBoundingClientRect().top;
    const seen = window.innerHeight;
    const from = Math.max(0, Math.floor((-top - seen) / ROW));
    const to = Math.min(this.deepest, Math.ceil((-top + 2 * seen) / ROW));
    this.drawn = { from, to };
    const paths = new Map();
    const texts = [];
    for (let line = from; line <= to; line++) {
      this.drawRow(this.flipped ? this.deepest - line : line, paths, texts);
    }
    const boxes = [];
    for (const [name, shapes] of paths) boxes.push(svgElement("path", { class: name, d: shapes.join("") }));
    this.boxes.replaceChildren(...boxes);
    this.labels.replaceChildren(...texts);
    this.element.classList.toggle("searching", this.found.active);
    this.mark(this.hoverBox, this.hovered);
    this.mark(this.chosenBox, this.chosen);
  }

  // Draws again when the rows that were drawn do not reach around the window any more.
  scrolled() {
    const top = this.element.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / ROW));
    const last = Math.min(this.deepest, Math.ceil((-top + window.innerHeight) / ROW));
    if (first < this.drawn.from || last > this.drawn.to) this.draw();
  }

  drawRow(row, paths, texts) {
    const { picture, zoom } = this;
    const nodes = picture.rows[row];
    if (row <= picture.depth[zoom]) {
      let node = zoom;
      while (picture.depth[node] > row) node = picture.parent[node];
      this.drawBox(node, 0, this.width, paths, texts);
      return;
    }
    const end = this.origin + picture.total[zoom];
    let right = -1;
    for (let i = this.firstIn(nodes, this.origin); i < nodes.length; i++) {
      const node = nodes[i];
      if (picture.start[node] >= end) break;
      const x = (picture.start[node] - this.origin) * this.scale;
      const width = picture.total[node] * this.scale;
      // Of the boxes that share a fraction of a pixel one is drawn, a match rather than another.
      if (x + width < right + NARROWEST && !this.isMatch(node)) continue;
      right = x + Math.max(width, NARROWEST);
      this.drawBox(node, x, width, paths, texts);
    }
  }

  drawBox(node, x, width, paths, texts) {
    const name = this.className(node);
    const y = this.y(this.picture.depth[node]);
    const gap = width > 3 ? 1 : width > 1.5 ? 0.4 : 0;
    const least = name === "match" ? 1 : NARROWEST;
    let shapes = paths.get(name);
    if (!shapes) paths.set(name, (shapes = []));
    const w = Math.max(width - gap, least).toFixed(2);
    shapes.push("M" + x.toFixed(2) + " " + y + "h" + w + "v" + (ROW - 1) + "h-" + w + "z");
    const label = this.label(this.picture.frame[node], width - 2 * PADDING);
    if (label !== "") {
      const text = svgElement("text", { x: (x + PADDING).toFixed(1), y: y + BASELINE });
      text.textContent = label;
      if (name === "match") text.setAttribute("class", "match");
      texts.push(text);
    }
  }

  className(node) {
    if (this.isMatch(node)) return "match";
    if (node === 0) return "r0";
    const tint = this.picture.tints[this.picture.frame[node]];
    return node !== this.zoom && this.path.has(node) ? "above " + tint : tint;
  }

  isMatch(node) {
    return this.found.active && node > 0 && this.found.frames[this.picture.frame[node]] === 1;
  }

  // The place in a row of the first node that ends behind a count.
  firstIn(nodes, count) {
    const { start, total } = this.picture;
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (start[nodes[middle]] + total[nodes[middle]] <= count) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The node at a point of the window, or -1.
  nodeAt(clientX, clientY) {
    const { picture, zoom } = this;
    const place = this.element.getBoundingClientRect();
    const line = Math.floor((clientY - place.top) / ROW);
    const row = this.flipped ? this.deepest - line : line;
    const x = clientX - place.left;
    if (row < 0 || row > this.deepest || x < 0 || x >= this.width) return -1;
    if (row <= picture.depth[zoom]) {
      let node = zoom;
      while (picture.depth[node] > row) node = picture.parent[node];
      return node;
    }
    const count = this.origin + x / this.scale;
    const nodes = picture.rows[row];
    const node = nodes[this.firstIn(nodes, count)];
    return node !== undefined && picture.start[node] <= count && node < picture.end[zoom] ? node : -1;
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
    const box = node < 0 ? null : this.box(node);
    rect.style.display = box && this.picture.depth[node] <= this.deepest ? "" : "none";
    if (box) {
      rect.setAttribute("x", box.x + 0.5);
      rect.setAttribute("y", box.y);
      rect.setAttribute("width", Math.max(box.width - 2, 1));
    }
  }
}
