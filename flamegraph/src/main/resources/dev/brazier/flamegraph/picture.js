// The picture as flat arrays, unpacked from the document. PackedPicture.java documents the format.

const GROUPS = { c: "container", p: "process", t: "thread" };
const KINDS = {
  ...GROUPS, k: "kernel", n: "native", j: "jit", i: "interpreted", l: "inlined", u: "unknown",
};
const SHADES = 3;

function readPicture(root) {
  const text = (id) => root.querySelector("#" + id).textContent;
  const lines = (id) => text(id).split("\n").slice(0, -1);
  const [unit, ...facts] = lines("about");
  const frames = unpackFrames(lines("modules"), lines("names"));
  return { title: root.querySelector("title").textContent, unit, facts, ...frames, ...unpackNodes(text("nodes")) };
}

// A reader of whole numbers: base 32, least digit first, the second 32 signs say that more follow.
function numbers(text) {
  const value = new Int8Array(128);
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (let i = 0; i < signs.length; i++) value[signs.charCodeAt(i)] = i;
  return {
    at: 0,
    length: text.length,
    next() {
      let sum = 0;
      for (let weight = 1; ; weight *= 32) {
        const digit = value[text.charCodeAt(this.at++)];
        sum += (digit % 32) * weight;
        if (digit < 32) return sum;
      }
    },
  };
}

function unpackFrames(modules, lines) {
  const names = [];
  const kinds = [];
  const moduleOf = [];
  const tints = [];
  let before = "";
  for (const line of lines) {
    const head = numbers(line);
    head.at = 1;
    const module = head.next();
    const shared = head.next();
    before = before.slice(0, shared) + line.slice(head.at);
    names.push(before);
    kinds.push(line[0]);
    moduleOf.push(module ? modules[module - 1] : "");
    tints.push(line[0] + shadeOf(before));
  }
  return { names, kinds, moduleOf, tints };
}

// The same shade as in Palette.java.
function shadeOf(name) {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return ((hash ^ (hash >>> 15)) >>> 0) % SHADES;
}

function unpackNodes(text) {
  const frame = [-1];
  const parent = [-1];
  const depth = [0];
  const self = [];
  const hidden = [];
  const rows = [];
  const data = numbers(text);
  for (let node = 0; data.at < data.length; node++) {
    const bits = data.next();
    const up = bits >> 2;
    if (node > 0) {
      let above = node - 1;
      for (let i = 0; i < up; i++) above = parent[above];
      parent[node] = above;
      depth[node] = depth[above] + 1;
      frame[node] = data.next();
    }
    self.push(bits & 1 ? data.next() : 0);
    hidden.push(bits & 2 ? data.next() : 0);
    (rows[depth[node]] ??= []).push(node);
  }
  return { size: self.length, frame, parent, depth, self, hidden, rows, ...layOut(parent, self, hidden) };
}

// For each node: its count with callees, where it starts, and the node behind its last callee.
function layOut(parent, self, hidden) {
  const size = self.length;
  const total = new Float64Array(size);
  const start = new Float64Array(size);
  const taken = new Float64Array(size);
  const end = new Int32Array(size);
  for (let node = size - 1; node >= 0; node--) {
    total[node] += self[node] + hidden[node];
    if (end[node] === 0) end[node] = node + 1;
    if (node > 0) {
      total[parent[node]] += total[node];
      if (end[parent[node]] < end[node]) end[parent[node]] = end[node];
    }
  }
  for (let node = 1; node < size; node++) {
    const caller = parent[node];
    start[node] = start[caller] + taken[caller];
    taken[caller] += total[node];
  }
  return { total, start, end };
}
