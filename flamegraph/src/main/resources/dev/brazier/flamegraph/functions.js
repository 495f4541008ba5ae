// Functions: frames of one name in one module are one function, whatever compiled them.

// For each frame its function, and for each function the first of its frames.
function functionsOf(picture) {
  const known = new Map();
  const frames = [];
  const of = Int32Array.from(picture.names, (name, frame) => {
    const kind = picture.kinds[frame];
    const key = (kind in GROUPS ? kind : "") + "\n" + picture.moduleOf[frame] + "\n" + name;
    if (!known.has(key)) known.set(key, frames.push(frame) - 1);
    return known.get(key);
  });
  return { of, frames };
}

// The counts of functions within a node: their own, and with their callees. A stack in which a
// function calls itself counts once. What the file leaves out stands as the picture's last frame.
function functionCounts(picture, functions, tree, top) {
  const self = new Float64Array(functions.frames.length);
  const total = new Float64Array(functions.frames.length);
  const active = new Int32Array(functions.frames.length);
  const path = [];
  const leftOut = functions.of[picture.leftOut];
  for (let node = top; node < tree.end[top]; node++) {
    while (path.length > tree.depth[node] - tree.depth[top]) {
      const left = path.pop();
      if (left >= 0) active[left]--;
    }
    const one = tree.frame[node] < 0 ? -1 : functions.of[tree.frame[node]];
    path.push(one);
    self[leftOut] += tree.hidden[node];
    if (one < 0) continue;
    self[one] += tree.self[node];
    if (active[one]++ === 0) total[one] += tree.total[node];
  }
  total[leftOut] = self[leftOut];
  return { self, total };
}
