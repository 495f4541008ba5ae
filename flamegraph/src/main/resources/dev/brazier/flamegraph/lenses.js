// How frames are coloured and explained. A lens says which tint a node has, what the legend shows and
// which numbers are told of a node; a script that compares profiles adds one of its own.

const lenses = { "": kindLens, package: packageLens };

// What is added to a page by the script that only some pages have, such as those that compare two
// profiles; here what holds for all others.
//   read     takes up what else there is in the file
//   arrange  makes the picture's tree as a state asks, and tells what about the state decided that
//   table    the class of the table of functions
//   panels   what stands between the heading and the bar
//   buttons, chips, keys   further ones
//   back     takes back the last thing that was done to what was added; tells whether there was one
//   show     called when the page is drawn
const addition = {
  read: (picture) => ({ ...picture, tree: layOut(picture.stacks) }),
  arrange: () => "",
  table: () => FunctionTable,
  panels: () => [],
  buttons: () => [],
  chips: () => [],
  keys: () => ({}),
  back: () => false,
  show: () => {},
};

function kindLens(picture) {
  const tints = picture.names.map((name, frame) => picture.kinds[frame] + shadeOf(name));
  return {
    label: "kind",
    tint: (tree, node) => tints[tree.frame[node]],
    legend: (stacks) => {
      const present = new Set(Array.from(stacks.frame, (frame) => picture.kinds[frame]));
      return Object.entries(KINDS)
        .filter(([letter]) => present.has(letter))
        .map(([letter, label]) => ({ tint: letter + 1, label }));
    },
    numbers: countNumbers,
  };
}

const PACKAGE_TINTS = 10;
const LEGEND_PACKAGES = 8;

// Functions by their package, crate, namespace or module; kernel and groups as they are.
function packageLens(picture) {
  const packages = picture.names.map((name, frame) => packageOf(name, picture.kinds[frame], picture.moduleOf[frame]));
  const kept = (kind) => (kind in GROUPS || kind === "k" ? kind : "u");
  const hue = (frame) => (packages[frame] === "" ? kept(picture.kinds[frame]) : packageTint(packages[frame]));
  const tints = picture.names.map((name, frame) => hue(frame) + shadeOf(name));
  return {
    label: "package",
    tint: (tree, node) => tints[tree.frame[node]],
    legend: (stacks) => {
      const counts = new Map();
      for (let node = 1; node < stacks.size; node++) {
        if (stacks.self[node] === 0) continue;
        const frame = stacks.frame[node];
        const name = packages[frame] || (picture.kinds[frame] === "k" ? KINDS.k : "no package");
        const known = counts.get(name) ?? { tint: hue(frame) + 1, label: name, count: 0 };
        known.count += stacks.self[node];
        counts.set(name, known);
      }
      return [...counts.values()]
        .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
        .slice(0, LEGEND_PACKAGES);
    },
    numbers: countNumbers,
  };
}

// The same tint as in Palette.java.
function packageTint(name) {
  return "q" + String.fromCharCode(97 + (hashOf(name) % PACKAGE_TINTS));
}

// The numbers of a node: its count and its shares.
function countNumbers(page, node) {
  const { picture, view, state } = page;
  const { tree } = view;
  const whole = picture.tree.total[0];
  const total = tree.total[node];
  const time = (value) => (picture.perSecond > 0 && value > 0 ? [seconds(value / picture.perSecond)] : []);
  const numbers = [counted(total, picture.unit), ...time(total), percent(total, whole) + " of " + (picture.all ?? "all")];
  const top = page.chart.topOf(node);
  if (top !== node && tree.total[top] !== whole) numbers.push(percent(total, tree.total[top]) + " of this view");
  if (node > 0) {
    const around = state.shape === "reverse" || node >= tree.split ? "the call it makes" : "its caller";
    numbers.push(percent(total, tree.total[tree.parent[node]]) + " of " + around);
  }
  if (state.shape !== "reverse" && node < tree.split) {
    numbers.push("self " + [count(tree.self[node]), ...time(tree.self[node])].join(", ") + " (" + percent(tree.self[node], whole) + ")");
  }
  if (tree.hidden[node] > 0) numbers.push(percent(tree.hidden[node], whole) + " in frames left out");
  return numbers;
}
