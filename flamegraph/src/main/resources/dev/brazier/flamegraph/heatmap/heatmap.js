// A heat map of time over the flame graph: boxes in columns that are read upwards, and a range of
// them that is selected, whose counts take the place of all. PackedTimes.java documents the data.

Object.assign(STATE, { time: "" });

const HEAT_STEPS = 8;
const BOX_HEIGHT = 4;
const BOX_WIDTHS = { least: 2, most: 32 };
const ROWS_WIDTH = 52;
const STRIP_HEIGHT = 20;
const LABEL_WIDTH = 48;
const LABEL_STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600];

function readTimes(picture, text) {
  const head = numbers(text("heat"));
  const [rows, boxes, nanos, top, clipped] = [head.next(), head.next(), head.next(), head.next(), head.next()];
  const heat = { rows, boxes, nanos, top, clipped, columns: Math.ceil(boxes / rows), lines: text("seen").split("\n"), ends: [] };
  const ends = numbers(text("ends"));
  while (ends.at < ends.length) heat.ends.push(ends.next());
  heat.counts = new Float64Array(boxes);
  seenIn(heat, 0, boxes - 1, (box, place, count) => (heat.counts[box] += count));
  const whole = layOut(picture.stacks);
  return { ...picture, heat, whole, tree: whole };
}

// Tells of each end that was seen in the boxes of a range, and how often.
function seenIn({ rows, lines }, first, last, tell) {
  for (let column = Math.floor(first / rows); column * rows <= last; column++) {
    const data = numbers(lines[column]);
    for (let box = column * rows; data.at < data.length; box++) {
      for (let left = data.next(), place = -1; left > 0; left--) {
        const bits = data.next();
        place += 1 + (bits >> 1);
        const count = bits & 1 ? data.next() : 1;
        if (box >= first && box <= last) tell(box, place, count);
      }
    }
  }
}

// The picture's tree with the counts of the selected range. Frames keep their numbers: those that
// were not seen then have no width.
function arrangeTime(picture, state) {
  const { heat } = picture;
  const range = rangeOf(heat, state.time);
  state.time = range ? timeOf(heat, range) : "";
  picture.all = range ? "the selected time" : "all";
  if (heat.shown === state.time) return state.time;
  heat.shown = state.time;
  picture.tree = range ? treeOf(picture, range) : picture.whole;
  return state.time;
}

function treeOf({ stacks, heat }, [first, last]) {
  const counts = { self: new Float64Array(stacks.parent.length), hidden: new Float64Array(stacks.parent.length) };
  seenIn(heat, first, last, (box, place, count) => {
    const end = heat.ends[place];
    counts[end & 1 ? "hidden" : "self"][end >> 1] += count;
  });
  return layOut({ ...stacks, ...counts });
}

// --- ranges of boxes as text ------------------------------------------------------------------

const decimal = (value) => String(Number(value.toFixed(6)));

// Seconds from the start of the first box to the end of the last one.
function timeOf({ nanos }, [first, last]) {
  return decimal((first * nanos) / 1e9) + "-" + decimal(((last + 1) * nanos) / 1e9);
}

// The first and the last box, or null for what is no range within the map.
function rangeOf({ nanos, boxes }, time) {
  const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(time);
  if (!match) return null;
  const [first, end] = match.slice(1).map((seconds) => Math.round((Number(seconds) * 1e9) / nanos));
  const last = Math.min(end, boxes) - 1;
  return first <= last ? [first, last] : null;
}

// A moment since the start: 1.32 s, 2:01.32, 1:02:01.
function clock(nanosSince, digits) {
  const moment = nanosSince / 1e9;
  if (moment < 60) return moment.toFixed(digits) + " s";
  const places = (value, length) => value.padStart(length, "0");
  const last = places((moment % 60).toFixed(digits), digits > 0 ? digits + 3 : 2);
  const minutes = Math.floor(moment / 60);
  return minutes < 60 ? minutes + ":" + last : Math.floor(minutes / 60) + ":" + places(String(minutes % 60), 2) + ":" + last;
}

function span(nanosLong) {
  for (const [unit, size] of [["days", 864e11], ["h", 36e11], ["min", 6e10], ["s", 1e9]]) {
    if (nanosLong >= size && nanosLong % size === 0) return nanosLong / size + " " + unit;
  }
  return nanosLong / 1e6 + " ms";
}

function spoken({ nanos }, [first, last]) {
  const digits = nanos < 1e9 ? 2 : 0;
  return clock(first * nanos, digits) + " to " + clock((last + 1) * nanos, digits);
}

const ordered = (a, b) => [Math.min(a, b), Math.max(a, b)];

// --- the panel --------------------------------------------------------------------------------

class HeatMap {
  constructor(page) {
    Object.assign(this, { page, heat: page.picture.heat, hovered: -1, cursor: 0, walking: false, begun: -1, pressed: null });
    this.said = html("output", { "aria-live": "polite" });
    this.boxes = svgElement("g");
    this.axis = svgElement("g");
    this.strip = svgElement("rect", { class: "strip" });
    this.veil = svgElement("path", { class: "veil" });
    this.halo = svgElement("path", { class: "halo" });
    this.edge = svgElement("path", { class: "edge" });
    this.at = svgElement("rect", { class: "at" });
    this.grid = svgElement("svg", { class: "grid", tabindex: 0, role: "img" });
    this.grid.setAttribute("aria-label", "heat map of " + page.picture.unit + " by time; walk with the arrow keys,"
      + " Enter begins and ends a range, Space takes a whole column, Escape goes back");
    this.grid.append(this.boxes, this.strip, this.axis, this.veil, this.halo, this.edge, this.at);
    this.rows = svgElement("svg", { class: "rows", "aria-hidden": "true" });
    this.map = html("div", { class: "map" }, this.rows, this.grid);
    this.element = html("section", { class: "heat", "aria-label": "heat map" },
      html("div", { class: "told" }, this.said, this.scale()), this.map);
    this.listen();
  }

  // The colours, from nothing to the most.
  scale() {
    const { heat, page } = this;
    const steps = Array.from({ length: HEAT_STEPS + 1 }, (unused, step) => html("i", { class: "heat" + step }));
    return html("div", { class: "scale", title: "the darker, on dark ground the brighter, the more" },
      html("span", {}, page.picture.unit + " in " + span(heat.nanos) + ": 0"), html("span", {}, ...steps),
      html("span", {}, count(heat.top) + (heat.clipped ? " and more" : "")));
  }

  listen() {
    const { grid } = this;
    grid.addEventListener("pointerdown", (event) => this.down(event));
    grid.addEventListener("pointermove", (event) => this.move(event));
    grid.addEventListener("pointerup", (event) => this.up(event));
    grid.addEventListener("pointercancel", () => this.release());
    grid.addEventListener("pointerleave", () => this.hover(-1));
    grid.addEventListener("keydown", (event) => this.key(event));
    grid.addEventListener("focus", () => {
      this.walking ||= grid.matches(":focus-visible");
      this.mark();
    });
    grid.addEventListener("blur", () => this.mark());
    new ResizeObserver(() => this.show()).observe(this.element);
  }

  // --- drawing --------------------------------------------------------------------------------

  show() {
    this.draw();
    this.mark();
  }

  // Draws the map anew where it has another width.
  draw() {
    const { heat } = this;
    const room = this.element.clientWidth - ROWS_WIDTH - 1;
    const width = Math.max(BOX_WIDTHS.least, Math.min(BOX_WIDTHS.most, room / heat.columns));
    if (width === this.width) return;
    this.width = width;
    this.height = heat.rows * BOX_HEIGHT;
    const wide = heat.columns * width;
    for (const [svg, across] of [[this.grid, Math.max(wide + 1, Math.min(room, wide + LABEL_WIDTH))], [this.rows, ROWS_WIDTH]]) {
      svg.setAttribute("width", across);
      svg.setAttribute("height", this.height + STRIP_HEIGHT);
    }
    this.drawBoxes();
    this.drawAxes(wide);
  }

  // One path a colour, boxes of one colour above each other as one.
  drawBoxes() {
    const { heat, width } = this;
    const paths = new Map();
    for (let first = 0; first < heat.boxes; ) {
      const end = Math.min(heat.boxes, (Math.floor(first / heat.rows) + 1) * heat.rows);
      const step = this.step(first);
      let next = first + 1;
      while (next < end && this.step(next) === step) next++;
      const { x, y } = this.place(next - 1);
      const h = (next - first) * BOX_HEIGHT;
      if (!paths.has(step)) paths.set(step, []);
      // Wide columns are set apart; of narrow ones no seam is to shine through.
      const w = (width < 8 ? width + 0.15 : width - 1).toFixed(2);
      paths.get(step).push("M" + x.toFixed(2) + " " + y + "h" + w + "v" + h + "h-" + w + "z");
      first = next;
    }
    const shapes = [...paths].sort(([a], [b]) => a - b);
    this.boxes.replaceChildren(...shapes.map(([step, d]) => svgElement("path", { class: "heat" + step, d: d.join("") })));
  }

  // The same as in HeatScale.java.
  step(box) {
    const seen = this.heat.counts[box];
    return seen === 0 ? 0 : Math.min(HEAT_STEPS, Math.ceil((seen * HEAT_STEPS) / this.heat.top));
  }

  drawAxes(wide) {
    const { heat, width, height } = this;
    const label = (x, y, text) => {
      const element = svgElement("text", { x, y });
      element.textContent = text;
      return element;
    };
    const column = heat.nanos * heat.rows;
    const every = LABEL_STEPS.find((step) => step * width >= LABEL_WIDTH) ?? 1000;
    const labels = [];
    for (let i = 0; i < heat.columns; i += every) labels.push(label(i * width + 1, height + 14, clock(i * column, 0)));
    this.axis.replaceChildren(...labels);
    for (const [key, value] of Object.entries({ x: 0, y: height, width: wide, height: STRIP_HEIGHT })) this.strip.setAttribute(key, value);
    this.rows.replaceChildren(...[0, 1, 2, 3, 4].map((fifth) =>
      label(ROWS_WIDTH - 6, height - (fifth * height) / 5 - 1, fifth === 0 ? "0" : span((column / 5) * fifth))));
  }

  // The upper left corner of a box.
  place(box) {
    const { rows } = this.heat;
    const row = box % rows;
    return { x: Math.floor(box / rows) * this.width, y: (rows - 1 - row) * BOX_HEIGHT };
  }

  // Around a range: from its first box up and on, to its last one.
  outline([first, last]) {
    const from = this.place(first);
    const to = this.place(last);
    const { width, height } = this;
    if (from.x === to.x) return "M" + [from.x, to.y] + "h" + width + "V" + (from.y + BOX_HEIGHT) + "h-" + width + "z";
    return "M" + [from.x, 0] + "H" + to.x + "V" + to.y + "H" + (to.x + width) + "V" + height
      + "H" + (from.x + width) + "V" + (from.y + BOX_HEIGHT) + "H" + from.x + "z";
  }

  // Draws what is selected, what is about to be, and where the reader is.
  mark() {
    const { heat } = this;
    const draft = this.draft();
    const range = draft ?? this.range();
    const line = range ? this.outline(range) : "";
    const wide = heat.columns * this.width;
    this.veil.setAttribute("d", range ? "M0 0H" + wide + "V" + this.height + "H0z" + line : "");
    this.halo.setAttribute("d", line);
    this.edge.setAttribute("d", line);
    this.edge.classList.toggle("draft", draft !== null);
    const here = this.here();
    this.at.style.display = here < 0 ? "none" : "";
    if (here >= 0) {
      const { x, y } = this.place(here);
      for (const [key, value] of Object.entries({ x, y, width: this.width, height: BOX_HEIGHT })) this.at.setAttribute(key, value);
    }
    this.say();
  }

  range() {
    return rangeOf(this.heat, this.page.state.time);
  }

  // The range that is being drawn, or null.
  draft() {
    const { pressed, begun } = this;
    if (pressed?.dragged) return this.dragged();
    if (begun < 0) return null;
    const here = this.here();
    return ordered(begun, here < 0 ? begun : here);
  }

  // The box under the mouse, or that of the keyboard.
  here() {
    if (this.hovered >= 0) return this.hovered;
    return this.walking && document.activeElement === this.grid ? this.cursor : -1;
  }

  say() {
    const { heat, page } = this;
    const { unit } = page.picture;
    const seen = ([first, last]) => {
      let sum = 0;
      for (let box = first; box <= last; box++) sum += heat.counts[box];
      return html("span", {}, html("b", {}, spoken(heat, [first, last])), ": " + counted(sum, unit));
    };
    const hint = (text) => html("span", { class: "hint" }, " \u00b7 " + text);
    const draft = this.draft();
    const here = this.here();
    const range = this.range();
    if (draft) this.said.replaceChildren(seen(draft), hint(this.pressed ? "let go to select" : "click, or Enter, where it ends"));
    else if (here >= 0) this.said.replaceChildren(seen([here, here]));
    else if (range) this.said.replaceChildren(seen(range), hint(percent(page.picture.tree.total[0], page.picture.whole.total[0]) + " of all, below"));
    else this.said.replaceChildren(html("span", { class: "hint" }, "Click where a range begins and where it ends, or drag: its flame graph opens below. A label takes its column."));
  }

  // --- the mouse ------------------------------------------------------------------------------

  // The box at a point, the nearest one where there is none; null on the strip.
  boxAt(event) {
    const { heat } = this;
    const { left, top } = this.grid.getBoundingClientRect();
    const column = Math.max(0, Math.min(heat.columns - 1, Math.floor((event.clientX - left) / this.width)));
    const row = heat.rows - 1 - Math.floor((event.clientY - top) / BOX_HEIGHT);
    const box = column * heat.rows + Math.max(0, Math.min(heat.rows - 1, row));
    const inside = event.clientX - left < heat.columns * this.width;
    return { column, box: Math.min(box, heat.boxes - 1), strip: row < 0, inside };
  }

  columns(a, b) {
    const [first, last] = ordered(a, b);
    const { rows, boxes } = this.heat;
    return [first * rows, Math.min((last + 1) * rows, boxes) - 1];
  }

  down(event) {
    const at = this.boxAt(event);
    if (event.button !== 0 || !at.inside) return;
    this.pressed = { ...at, to: at, dragged: at.strip };
    this.grid.setPointerCapture(event.pointerId);
    this.hover(at.strip ? -1 : at.box);
  }

  move(event) {
    const at = this.boxAt(event);
    const { pressed } = this;
    if (pressed) {
      pressed.to = at;
      pressed.dragged ||= at.box !== pressed.box;
    }
    this.hover((pressed ? pressed.strip : at.strip) || (!pressed && !at.inside) ? -1 : at.box);
  }

  up() {
    const { pressed } = this;
    if (!pressed) return;
    const range = pressed.dragged ? this.dragged() : null;
    this.release();
    if (range) this.select(range);
    else this.pick(pressed.box);
  }

  release() {
    this.pressed = null;
    this.mark();
  }

  dragged() {
    const { strip, column, box, to } = this.pressed;
    return strip ? this.columns(column, to.column) : ordered(box, to.box);
  }

  hover(box) {
    this.hovered = box;
    if (box >= 0) {
      this.cursor = box;
      this.walking = false;
    }
    this.mark();
  }

  // --- what is done ---------------------------------------------------------------------------

  // Begins a range, or ends the one that was begun.
  pick(box) {
    if (this.begun >= 0) {
      this.select(ordered(this.begun, box));
      return;
    }
    this.begun = box;
    this.mark();
  }

  select(range) {
    Object.assign(this, { begun: -1, hovered: -1, walking: false });
    this.page.change({ time: range ? timeOf(this.heat, range) : "" });
  }

  // Takes back the last thing; tells whether there was one.
  back() {
    const { begun } = this;
    this.begun = -1;
    if (begun >= 0) this.mark();
    else if (this.page.state.time !== "") this.select(null);
    else return false;
    return true;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { heat, cursor } = this;
    this.walking = true;
    const steps = {
      ArrowUp: 1, ArrowDown: -1, ArrowRight: heat.rows, ArrowLeft: -heat.rows, Home: -cursor, End: heat.boxes - 1 - cursor,
    };
    if (event.key in steps) this.walk(cursor + steps[event.key]);
    else if (event.key === "Enter") this.pick(cursor);
    else if (event.key === " ") {
      const column = Math.floor(cursor / heat.rows);
      this.select(this.columns(column, column));
    } else if (event.key === "Escape") {
      if (!this.back()) this.page.focusChart();
    } else return;
    event.preventDefault();
  }

  focus() {
    this.walking = true;
    this.grid.focus();
    this.mark();
  }

  walk(box) {
    if (box < 0 || box >= this.heat.boxes) return;
    this.cursor = box;
    this.hovered = -1;
    const { x } = this.place(box);
    const { map } = this;
    if (x < map.scrollLeft) map.scrollLeft = x;
    else if (x + this.width > map.scrollLeft + map.clientWidth - ROWS_WIDTH) map.scrollLeft = x + this.width - map.clientWidth + ROWS_WIDTH;
    this.mark();
  }
}

KEYS.splice(KEYS.length - 3, 0, ["w", "when: the heat map, then arrows, Enter, Space"]);

const panel = {};

Object.assign(addition, {
  read: readTimes,
  arrange: arrangeTime,
  panels: (page) => [(panel.heat = new HeatMap(page)).element],
  keys: () => ({ w: () => panel.heat.focus() }),
  chips: ({ state, picture }) => (state.time === "" ? [] : [["time", spoken(picture.heat, rangeOf(picture.heat, state.time)), { time: "" }]]),
  back: () => panel.heat.back(),
  show: () => panel.heat.show(),
});
