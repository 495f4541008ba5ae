// Views: trees made from the picture's tree. First stacks are chosen and changed, then the tree of
// these is turned round, or cut out around one function.

const SHAPES = ["", "reverse", "sandwich"];

// The share of all counts from which a reversed stack is followed: a fiftieth of a pixel.
const REVERSED_CUT = 1 / 50_000;

// What the state asks for.
//   stacks    the picture's tree after the filters
//   tree      the tree that is drawn
//   untested  the count of chosen stacks whose innermost frames the file leaves out, so that a
//             pattern could not be tried on them
//   errors    for each filter what is wrong with its pattern
class View {
  // The view of a state: the one before where the state asks for the same.
  static of(picture, functions, state, before) {
    const filters = [addition.arrange(picture, state), state.focus, state.exclude, state.hide, state.fold].join("\n");
    const key = [filters, state.shape, state.of].join("\n");
    return before?.key === key ? before : new View(picture, functions, state, before, { filters, key });
  }

  constructor(picture, functions, state, before, { filters, key }) {
    Object.assign(this, { filters, key, shape: state.shape });
    this.errors = {};
    const flags = (name) => {
      try {
        return state[name] === "" ? null : matching(picture, new RegExp(state[name]));
      } catch (error) {
        this.errors[name] = error.message;
        return null;
      }
    };
    const rules = { focus: flags("focus"), exclude: flags("exclude"), hide: flags("hide"), fold: state.fold };
    if (before?.filters === this.filters) {
      this.stacks = before.stacks;
      this.untested = before.untested;
    } else {
      Object.assign(this, filtered(picture, functions, rules));
    }
    this.tree = this.shaped(picture, functions, state);
  }

  shaped(picture, functions, { shape, of }) {
    if (shape === "reverse") return reversed(picture, this.stacks);
    if (shape !== "sandwich") return this.stacks;
    this.middle = Uint8Array.from(functions.of, (one) => (one === functions.of[of] ? 1 : 0));
    return sandwich(picture, this.stacks, this.middle, of);
  }
}

function matching(picture, pattern) {
  return Uint8Array.from(picture.names, (name, frame) => (frame !== picture.leftOut && pattern.test(name) ? 1 : 0));
}

// Stacks through a frame of "focus", but not of "exclude"; without the frames of "hide", whose
// callees move up to their callers; and with "fold" a function that calls itself is one frame.
function filtered(picture, functions, { focus, exclude, hide, fold }) {
  const { tree } = picture;
  if (!focus && !exclude && !hide && !fold) return { stacks: tree, untested: 0 };
  const builder = new TreeBuilder();
  const into = new Int32Array(tree.size);
  const passes = new Uint8Array(tree.size);
  let untested = 0;
  for (let node = 0; node < tree.size; ) {
    const frame = tree.frame[node];
    if (node > 0 && exclude?.[frame]) {
      node = tree.end[node];
      continue;
    }
    const above = tree.parent[node];
    passes[node] = !focus || (node > 0 && (passes[above] || focus[frame])) ? 1 : 0;
    if (node > 0) {
      const same = fold && into[above] > 0 && functions.of[builder.frame[into[above]]] === functions.of[frame];
      into[node] = hide?.[frame] || same ? into[above] : builder.child(into[above], frame);
    }
    if (passes[node]) {
      for (const name of COUNTS.flat()) builder[name][into[node]] += tree[name][node];
    }
    if (focus ? !passes[node] || exclude : exclude) untested += tree.hidden[node];
    node++;
  }
  return { stacks: builder.tree(picture.names.length), untested };
}

// Merged from the innermost frame: what was running itself, and below it who called it. Stacks are
// followed outwards all at once, a frame at a time, until what runs through a node is below a cut,
// where it is counted as left out: else a deep file would make a tree far larger than itself.
function reversed(picture, tree) {
  const builder = new TreeBuilder();
  const least = tree.total[0] * REVERSED_CUT;
  let stacks = innermost(picture, tree, builder);
  while (stacks.length > 0) {
    const first = builder.size;
    for (const stack of stacks) {
      stack.at = builder.child(stack.at, tree.frame[stack.node]);
      add(builder, stack, 1, 1);
    }
    const through = new Float64Array(builder.size - first);
    for (const [, leftOut] of COUNTS) through.forEach((sum, i) => (through[i] = sum + builder[leftOut][first + i]));
    stacks = stacks.filter((stack) => {
      stack.node = tree.parent[stack.node];
      if (stack.node > 0 && through[stack.at - first] < least) return false;
      add(builder, stack, 1, -1);
      if (stack.node <= 0) add(builder, stack, 0, 1);
      return stack.node > 0;
    });
  }
  return builder.tree(picture.names.length);
}

// Adds a stack's counts to its node, as own (0) or as left out (1).
function add(builder, { at, counts }, kind, sign) {
  for (let i = 0; i < COUNTS.length; i++) builder[COUNTS[i][kind]][at] += sign * counts[i];
}

// The ends of all stacks: where they are in the tree, and below which node of the builder they go on.
function innermost(picture, tree, builder) {
  const stacks = [];
  for (let node = 0; node < tree.size; node++) {
    for (let kind = 0; kind < 2; kind++) {
      const counts = COUNTS.map((names) => tree[names[kind]][node]);
      if (counts.every((count) => count === 0)) continue;
      const stack = { node, at: kind === 0 ? 0 : builder.child(0, picture.leftOut), counts };
      if (node === 0) add(builder, stack, 0, 1);
      else stacks.push(stack);
    }
  }
  return stacks;
}

// One function in the middle, its callers above, its callees below. A stack in which it calls itself
// counts once, from its outermost call.
function sandwich(picture, tree, middle, frame) {
  const callees = new TreeBuilder(frame);
  const callers = new TreeBuilder(frame);
  const into = new Int32Array(tree.size);
  for (let node = 1; node < tree.size; ) {
    if (!middle[tree.frame[node]]) {
      node++;
      continue;
    }
    let at = 0;
    for (let caller = tree.parent[node]; caller > 0; caller = tree.parent[caller]) {
      at = callers.child(at, tree.frame[caller]);
    }
    add(callers, { at, counts: tree.sums.map((sums) => sums[node]) }, 0, 1);
    for (let below = node; below < tree.end[node]; below++) {
      into[below] = below === node ? 0 : callees.child(into[tree.parent[below]], tree.frame[below]);
      for (const name of COUNTS.flat()) callees[name][into[below]] += tree[name][below];
    }
    node = tree.end[node];
  }
  return joined(callees.tree(picture.names.length), callers.tree(picture.names.length));
}
