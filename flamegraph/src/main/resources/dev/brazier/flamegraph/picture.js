// The picture as flat arrays, unpacked from the document. PackedPicture.java documents the format.

const GROUPS = { c: "container", p: "process", t: "thread" };
const KINDS = {
  ...GROUPS, k: "kernel", n: "native", j: "jit", i: "interpreted", l: "inlined", u: "unknown",
};
const LEFT_OUT = "[left out]";
const SHADES = 3;

function readPicture(root) {
  const text = (id) => root.querySelector("#" + id)?.textContent ?? "";
  const lines = (id) => text(id).split("\n").slice(0, -1);
  const [unit, perSecond, start, width, subtitle, ...facts] = lines("about");
  const frames = unpackFrames(lines("modules"), lines("names"));
  const title = root.querySelector("title").textContent;
  const about = { title, subtitle, unit, perSecond: Number(perSecond), start, width: Number(width), facts };
  const picture = { ...about, ...frames };
  return addition.read({ ...picture, ...unpackNodes(text("nodes")) }, text);
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

// The distinct frames. The last one stands for what the file does not tell: views that turn stacks
// round would otherwise take a caller whose callees were left out for a function that ran itself.
function unpackFrames(modules, lines) {
  const names = [];
  const kinds = [];
  const moduleOf = [];
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
  }
  names.push(LEFT_OUT);
  kinds.push("u");
  moduleOf.push("");
  return { names, kinds, moduleOf, leftOut: names.length - 1 };
}

// The same shade as in Palette.java.
function shadeOf(name) {
  return hashOf(name) % SHADES;
}

function hashOf(text) {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 15)) >>> 0;
}

function unpackNodes(text) {
  // A node takes two signs at least, but for the first.
  const most = (text.length >> 1) + 1;
  const frame = new Int32Array(most).fill(-1, 0, 1);
  const parent = new Int32Array(most).fill(-1, 0, 1);
  const self = new Float64Array(most);
  const hidden = new Float64Array(most);
  const data = numbers(text);
  let size = 0;
  for (; data.at < data.length; size++) {
    const node = size;
    const bits = data.next();
    const up = bits >> 2;
    if (node > 0) {
      let above = node - 1;
      for (let i = 0; i < up; i++) above = parent[above];
      parent[node] = above;
      frame[node] = data.next();
    }
    if (bits & 1) self[node] = data.next();
    if (bits & 2) hidden[node] = data.next();
  }
  const kept = (values) => values.slice(0, size);
  return { stacks: { frame: kept(frame), parent: kept(parent), self: kept(self), hidden: kept(hidden) } };
}
