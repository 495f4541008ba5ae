// Two profiles in one page: frames are as wide as they are after, and coloured by how they changed.
// Trees carry the counts before along, and how much of their own counts stands for what is gone:
// paths that are there before alone, which have no width until they are asked for.

COUNTS.push(["was", "wasHidden"], ["gone", "goneHidden"]);
const WAS = 1;
const GONE = 2;

Object.assign(STATE, { swap: false, gone: false });

// As in Change.java.
const STEPS = [0.02, 0.1, 0.25, 0.5];
const CHANGES = [
  { tint: "w4", label: "half or less" },
  { tint: "w2", label: "less" },
  { tint: "v0", label: "as before" },
  { tint: "x2", label: "more" },
  { tint: "x4", label: "twice or more, new" },
];

function changeTint(before, after) {
  const larger = Math.max(before, after);
  const share = larger <= 0 ? 0 : (after - before) / larger;
  let step = 0;
  while (step < STEPS.length && Math.abs(share) >= STEPS[step]) step++;
  return step === 0 ? "v0" : (share < 0 ? "w" : "x") + step;
}

function readSides(picture, text) {
  const [before, after, scale, factor] = text("sides").split("\n");
  const data = numbers(text("before"));
  const size = picture.stacks.parent.length;
  const was = new Float64Array(size);
  const wasHidden = new Float64Array(size);
  for (let node = 0; node < size; node++) {
    const bits = data.next();
    if (bits & 1) was[node] = data.next();
    if (bits & 2) wasHidden[node] = data.next();
  }
  Object.assign(picture.stacks, { was, wasHidden });
  const sides = { names: [before, after], normalised: scale === "normalised", factor: Number(factor) };
  const read = { ...picture, sides, arranged: new Map() };
  arrange(read, STATE);
  return read;
}

// The tree with the sides as the state has them: "factor" is what its counts before are to be
// multiplied with.
function arrange(picture, { swap, gone }) {
  const key = (swap ? "swap " : "") + (gone ? "gone" : "");
  const { sides, arranged, stacks } = picture;
  picture.factor = swap ? 1 / sides.factor : sides.factor;
  picture.before = sides.names[swap ? 1 : 0];
  picture.after = sides.names[swap ? 0 : 1];
  picture.goneShown = gone;
  if (!arranged.has(key)) {
    const sided = swap
      ? { ...stacks, self: stacks.was, hidden: stacks.wasHidden, was: stacks.self, wasHidden: stacks.hidden }
      : stacks;
    arranged.set(key, arrangedTree(sided, picture.factor, gone));
  }
  picture.tree = arranged.get(key);
  return key;
}

function arrangedTree(stacks, factor, withGone) {
  const size = stacks.parent.length;
  const gone = new Float64Array(size);
  const goneHidden = new Float64Array(size);
  const tree = layOut({ ...stacks, gone, goneHidden });
  if (!withGone) return tree;
  const scaled = (count) => (count === 0 ? 0 : Math.max(1, Math.round(count * factor)));
  for (let node = 0; node < size; node++) {
    if (tree.total[node] > 0) continue;
    gone[node] = scaled(stacks.was[node]);
    goneHidden[node] = scaled(stacks.wasHidden[node]);
  }
  const both = (counts, more) => Float64Array.from(counts, (value, node) => value + more[node]);
  return layOut({ ...stacks, self: both(stacks.self, gone), hidden: both(stacks.hidden, goneHidden), gone, goneHidden });
}

const wasOf = (tree, node) => tree.sums[WAS][node];
const nowOf = (tree, node) => tree.total[node] - tree.sums[GONE][node];

function changeLens(picture) {
  return {
    label: "change",
    tint: (tree, node) => {
      const was = wasOf(tree, node);
      const now = nowOf(tree, node);
      return changeTint(was * picture.factor, now) + (was > 0 && now === 0 ? " gone" : "");
    },
    legend: () => (picture.goneShown ? [{ tint: "w4 gone", label: "gone" }, ...CHANGES] : CHANGES),
    numbers: changeNumbers,
  };
}

// The other lenses tell both counts as well.
const compared = (lens) => (picture) => ({ ...lens(picture), numbers: changeNumbers });
lenses.package = compared(packageLens);
lenses.kind = compared(kindLens);
lenses[""] = changeLens;

const signed = (text, value) => (value > 0 ? "+" : value < 0 ? "\u2212" : "\u00b1") + text;

// A change of shares in points of a hundred, or of counts as a share of all counts before.
function changeText(page, was, now) {
  const value = changeOf(page.picture, was, now) * 100;
  const shown = Math.abs(value).toFixed(2);
  return signed(shown + (page.picture.sides.normalised ? " points" : " %"), Number(shown) === 0 ? 0 : value);
}

function changeOf({ sides, tree, factor }, was, now) {
  const before = wasOf(tree, 0);
  const after = sides.normalised || before === 0 ? nowOf(tree, 0) : before * factor;
  return (after === 0 ? 0 : now / after) - (before === 0 ? 0 : was / before);
}

function changeNumbers(page, node) {
  const { picture, view, state } = page;
  const { tree } = view;
  const was = wasOf(tree, node);
  const now = nowOf(tree, node);
  const side = (name, value, whole) => name + " " + counted(value, picture.unit) + " (" + percent(value, whole) + ")";
  const texts = [
    side("before", was, wasOf(picture.tree, 0)),
    side("after", now, nowOf(picture.tree, 0)),
    changeText(page, was, now) + (was === 0 && now > 0 ? ", new" : now === 0 && was > 0 ? ", gone" : ""),
  ];
  if (state.shape !== "reverse" && node < tree.split) {
    const own = tree.self[node] - tree.gone[node];
    texts.push("self before " + count(tree.was[node]) + ", after " + count(own) + ": " + changeText(page, tree.was[node], own));
  }
  return texts;
}

// The table of functions with what each one grew or shrank by.
class ChangeTable extends FunctionTable {
  static columns = [
    ["self", "Self after"], ["grown", "Change"], ["total", "Total after"], ["growntotal", "Change"], ["name", "Function"],
  ];

  constructor(page) {
    super(page);
    this.first = "grown";
  }

  measured() {
    const { picture, functions, view } = this.page;
    const { stacks } = view;
    const less = (name, gone) => Float64Array.from(stacks[name], (value, node) => value - stacks[gone][node]);
    const total = Float64Array.from(stacks.total, (value, node) => nowOf(stacks, node));
    const sides = [
      { ...stacks, self: stacks.was, hidden: stacks.wasHidden, total: stacks.sums[WAS] },
      { ...stacks, self: less("self", "gone"), hidden: less("hidden", "goneHidden"), total },
    ];
    const [before, after] = sides.map((tree) => functionCounts(picture, functions, tree, this.top()));
    this.whole = total[this.top()];
    const rows = [];
    functions.frames.forEach((frame, one) => {
      if (before.total[one] === 0 && after.total[one] === 0) return;
      const [self, total] = [after.self[one], after.total[one]];
      const [selfWas, totalWas] = [before.self[one], before.total[one]];
      rows.push({
        frame, name: picture.names[frame], self, total, selfWas, totalWas,
        grown: changeOf(picture, selfWas, self), growntotal: changeOf(picture, totalWas, total),
      });
    });
    return rows;
  }

  orders() {
    return {
      ...super.orders(),
      grown: (a, b) => b.grown - a.grown || b.growntotal - a.growntotal,
      growntotal: (a, b) => b.growntotal - a.growntotal || b.grown - a.grown,
    };
  }

  cells({ self, selfWas, total, totalWas }) {
    const { page } = this;
    const change = (was, now) =>
      html("td", { class: "change", title: "before " + count(was) + ", after " + count(now) },
        html("i", { class: changeTint(was * page.picture.factor, now) }), changeText(page, was, now));
    return [...this.counted(self), change(selfWas, self), ...this.counted(total), change(totalWas, total)];
  }
}

KEYS.splice(KEYS.length - 3, 0, ["b", "swap before and after"], ["g", "show what is gone: there before alone"]);

const swapSides = (page) => page.change({ swap: !page.state.swap });
const showGone = (page) => page.change({ gone: !page.state.gone });
const controls = {};

Object.assign(addition, {
  read: readSides,
  arrange,
  table: () => ChangeTable,
  buttons: (page) => {
    const pressed = { "aria-pressed": "false" };
    controls.swap = button("Swap", "swap before and after (b)", () => swapSides(page), pressed);
    controls.gone = button("Gone", "show the paths that are there before alone (g)", () => showGone(page), pressed);
    return Object.values(controls);
  },
  keys: (page) => ({ b: () => swapSides(page), g: () => showGone(page) }),
  chips: ({ state, picture }) => [
    ...(state.swap ? [["swapped: before is", picture.before + ", after is " + picture.after, { swap: false }]] : []),
    ...(state.gone ? [["with what is gone", "", { gone: false }]] : []),
  ],
  show: ({ state }) => {
    press(controls.swap, state.swap);
    press(controls.gone, state.gone);
  },
});
