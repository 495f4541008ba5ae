// Which frames a query names, where they are, and how much of the view they make up.

function search(picture, view, { search: text, regex, cased }) {
  const none = { active: false, error: "", frames: null, places: [], share: () => 0 };
  if (text === "") return none;
  let matches;
  try {
    matches = matcher(text, regex, cased);
  } catch (error) {
    return { ...none, active: true, error: error.message, frames: new Uint8Array(picture.names.length) };
  }
  const { tree } = view;
  const frames = Uint8Array.from(picture.names, (name) => (matches(name) ? 1 : 0));
  const places = [...outermost(tree, frames, 0, tree.split), ...outermost(tree, frames, tree.split, tree.size)];
  return {
    active: true,
    error: "",
    frames,
    places: places.filter((node) => tree.total[node] > 0),
    // The share of a node's count that lies in stacks with a matching frame: none is counted twice.
    share: (node) => {
      const sum = view.shape === "sandwich" ? matchedThrough(view, frames) : matchedIn(tree, frames, node);
      return tree.total[node] === 0 ? 0 : sum / tree.total[node];
    },
  };
}

function matcher(text, regex, cased) {
  if (regex) {
    const pattern = new RegExp(text, cased ? "" : "i");
    return (name) => pattern.test(name);
  }
  if (cased) return (name) => name.includes(text);
  const lower = text.toLowerCase();
  return (name) => name.toLowerCase().includes(lower);
}

function matchedIn(tree, frames, top) {
  let sum = 0;
  for (const place of outermost(tree, frames, top, tree.end[top])) sum += tree.total[place];
  return sum;
}

// What matches of the stacks through a sandwich's function, above it, below it or in it.
function matchedThrough({ stacks, middle }, frames) {
  let sum = 0;
  for (const node of outermost(stacks, middle, 0, stacks.size)) {
    let caller = node;
    while (caller > 0 && !frames[stacks.frame[caller]]) caller = stacks.parent[caller];
    sum += caller > 0 ? stacks.total[node] : matchedIn(stacks, frames, node);
  }
  return sum;
}

// The matching nodes of a run of subtrees that no other matching node of it contains.
function outermost(tree, frames, from, to) {
  const found = [];
  for (let node = from; node < to; ) {
    if (tree.frame[node] >= 0 && frames[tree.frame[node]]) {
      found.push(node);
      node = tree.end[node];
    } else {
      node++;
    }
  }
  return found;
}
