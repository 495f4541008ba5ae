// Which frames a query names, where they are, and how much of the picture they make up.

function search(picture, query) {
  const none = { active: false, error: "", frames: null, places: [], share: () => 0 };
  if (query.text === "") return none;
  let matches;
  try {
    matches = matcher(query);
  } catch (error) {
    return { ...none, active: true, error: error.message, frames: new Uint8Array(picture.names.length) };
  }
  const frames = Uint8Array.from(picture.names, (name) => (matches(name) ? 1 : 0));
  const places = outermost(picture, frames, 0);
  return {
    active: true,
    error: "",
    frames,
    places,
    // The share of a node's count that lies in matching frames: none is counted twice.
    share: (node) => {
      let sum = 0;
      for (const place of node === 0 ? places : outermost(picture, frames, node)) sum += picture.total[place];
      return picture.total[node] === 0 ? 0 : sum / picture.total[node];
    },
  };
}

function matcher({ text, regex, cased }) {
  if (regex) {
    const pattern = new RegExp(text, cased ? "" : "i");
    return (name) => pattern.test(name);
  }
  if (cased) return (name) => name.includes(text);
  const lower = text.toLowerCase();
  return (name) => name.toLowerCase().includes(lower);
}

// The matching nodes of a subtree that no other matching node of it contains.
function outermost(picture, frames, top) {
  const found = [];
  for (let node = top; node < picture.end[top]; ) {
    if (node > 0 && frames[picture.frame[node]]) {
      found.push(node);
      node = picture.end[node];
    } else {
      node++;
    }
  }
  return found;
}
