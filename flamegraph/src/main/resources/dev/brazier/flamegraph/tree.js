// Call trees as flat arrays. Nodes are numbered depth first from the root, node 0; siblings are in
// the order of their frames. For each node: its frame (-1 for a root that is none), its parent, its
// own count, and the count of its callees that are left out of the file.

// The counts that a tree carries: own, and left out. A script that compares profiles adds more.
const COUNTS = [["self", "hidden"]];

// Adds what follows from these: the depth, the count with callees, where a node starts from the left
// edge, the node behind its last callee, and the nodes of each row.
function layOut(tree) {
  const { parent } = tree;
  const size = parent.length;
  const depth = new Int32Array(size);
  const sums = COUNTS.map(([own, leftOut]) => sumsOf(parent, tree[own], tree[leftOut]));
  const [total] = sums;
  const start = new Float64Array(size);
  const taken = new Float64Array(size);
  const end = new Int32Array(size);
  const rows = [];
  for (let node = size - 1; node >= 0; node--) {
    if (end[node] === 0) end[node] = node + 1;
    if (node > 0 && end[parent[node]] < end[node]) end[parent[node]] = end[node];
  }
  for (let node = 0; node < size; node++) {
    if (node > 0) {
      const caller = parent[node];
      depth[node] = depth[caller] + 1;
      start[node] = start[caller] + taken[caller];
      taken[caller] += total[node];
    }
    (rows[depth[node]] ??= []).push(node);
  }
  return { ...tree, size, split: size, depth, sums, total, start, end, rows, above: [] };
}

// The counts of nodes with their callees.
function sumsOf(parent, own, leftOut) {
  const sums = new Float64Array(parent.length);
  for (let node = parent.length - 1; node >= 0; node--) {
    sums[node] += own[node] + leftOut[node];
    if (node > 0) sums[parent[node]] += sums[node];
  }
  return sums;
}

// Puts callers over callees: two trees whose roots are one. The callers' nodes follow the callees',
// from node "split" on, and their rows are those in "above".
function joined(callees, callers) {
  const split = callees.size;
  const shift = split - 1;
  const joint = (inner, outer, move) => {
    const both = new inner.constructor(split + callers.size - 1);
    both.set(inner);
    for (let node = 1; node < callers.size; node++) both[node + shift] = outer[node] + move;
    return both;
  };
  const behind = (name, move) => joint(callees[name], callers[name], move);
  const parent = behind("parent", shift);
  for (let node = split; node < parent.length; node++) if (parent[node] === shift) parent[node] = 0;
  const tree = { size: parent.length, split, parent, end: behind("end", shift), rows: callees.rows };
  for (const name of ["frame", "depth", "start", ...COUNTS.flat()]) tree[name] = behind(name, 0);
  tree.sums = callees.sums.map((sums, i) => joint(sums, callers.sums[i], 0));
  tree.total = tree.sums[0];
  tree.above = callers.rows.map((row, depth) => (depth === 0 ? [] : row.map((node) => node + shift)));
  return tree;
}

// Merges stacks into a tree. Nodes are made in any order, each after its parent.
class TreeBuilder {
  constructor(rootFrame = -1) {
    this.size = 1;
    this.frame = new Int32Array(1024).fill(rootFrame, 0, 1);
    this.parent = new Int32Array(1024).fill(-1, 0, 1);
    for (const name of COUNTS.flat()) this[name] = new Float64Array(1024);
    // Open addressing; 0 is free.
    this.slots = new Int32Array(4096);
  }

  // The node of a frame below another, made when there is none yet.
  child(parent, frame) {
    const mask = this.slots.length - 1;
    let slot = slotOf(parent, frame) & mask;
    for (let node; (node = this.slots[slot]) !== 0; slot = (slot + 1) & mask) {
      if (this.parent[node] === parent && this.frame[node] === frame) return node;
    }
    if (this.size === this.parent.length) {
      this.grow();
      return this.child(parent, frame);
    }
    const node = this.size++;
    this.slots[slot] = node;
    this.parent[node] = parent;
    this.frame[node] = frame;
    return node;
  }

  grow() {
    for (const name of ["frame", "parent", ...COUNTS.flat()]) {
      const grown = new this[name].constructor(this.size * 2);
      grown.set(this[name]);
      this[name] = grown;
    }
    const slots = new Int32Array(this.size * 8);
    const mask = slots.length - 1;
    for (let node = 1; node < this.size; node++) {
      let slot = slotOf(this.parent[node], this.frame[node]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = node;
    }
    this.slots = slots;
  }

  // The tree of all nodes that have a count; frames are numbers below the given one.
  tree(frames) {
    const { first, next } = this.siblings(frames);
    const order = new Int32Array(this.size);
    const parent = new Int32Array(this.size).fill(-1);
    const placeOf = new Int32Array(this.size);
    let size = 0;
    for (let node = 0; node >= 0; ) {
      placeOf[node] = size;
      if (node > 0) parent[size] = placeOf[this.parent[node]];
      order[size++] = node;
      if (first[node] > 0) {
        node = first[node];
        continue;
      }
      while (node > 0 && next[node] === 0) node = this.parent[node];
      node = node === 0 ? -1 : next[node];
    }
    const sorted = (values) => {
      const result = new values.constructor(size);
      for (let place = 0; place < size; place++) result[place] = values[order[place]];
      return result;
    };
    const tree = { frame: sorted(this.frame), parent: parent.slice(0, size) };
    for (const name of COUNTS.flat()) tree[name] = sorted(this[name]);
    return layOut(tree);
  }

  // Each node's first child and next sibling, 0 for none. Nodes are sorted by their frames once;
  // put in front of their siblings from last to first, all siblings are in order.
  siblings(frames) {
    const total = new Float64Array(this.size);
    const places = new Int32Array(frames + 1);
    for (let node = this.size - 1; node > 0; node--) {
      for (const [own, leftOut] of COUNTS) total[node] += this[own][node] + this[leftOut][node];
      total[this.parent[node]] += total[node];
      places[this.frame[node] + 1]++;
    }
    for (let frame = 0; frame < frames; frame++) places[frame + 1] += places[frame];
    const byFrame = new Int32Array(this.size - 1);
    for (let node = 1; node < this.size; node++) byFrame[places[this.frame[node]]++] = node;
    const first = new Int32Array(this.size);
    const next = new Int32Array(this.size);
    for (let i = byFrame.length - 1; i >= 0; i--) {
      const node = byFrame[i];
      if (total[node] === 0) continue;
      next[node] = first[this.parent[node]];
      first[this.parent[node]] = node;
    }
    return { first, next };
  }
}

function slotOf(parent, frame) {
  const hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

// The frames from the root to a node, without the root's.
function pathOf(tree, node) {
  const path = [];
  for (let at = node; at > 0; at = tree.parent[at]) path.unshift(tree.frame[at]);
  return path;
}

// The node that a path leads to, or as far as it leads to nodes with a count.
function nodeAt(tree, path) {
  let node = 0;
  for (const frame of path) {
    let child = node + 1;
    while (child < tree.end[node] && tree.frame[child] !== frame) child = tree.end[child];
    if (child >= tree.end[node] || tree.total[child] === 0) return node;
    node = child;
  }
  return node;
}
