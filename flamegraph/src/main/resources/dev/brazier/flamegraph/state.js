// All that a reader can change, as one value, and as the fragment of the address.

// What is usual; in a file that begins in another way, that.
const STATE = {
  shape: "", of: -1, focus: "", exclude: "", hide: "", fold: false, zoom: 0,
  search: "", regex: false, cased: false,
  flip: false, colours: "", table: "",
};
const FRAGMENT = { shape: "view", cased: "case" };

function beginWith(picture) {
  return { ...Object.assign(STATE, stateOf(picture.start, picture)) };
}

function fragmentOf(state) {
  const fragment = new URLSearchParams();
  for (const [key, usual] of Object.entries(STATE)) {
    const value = typeof usual === "boolean" ? Number(state[key]) : state[key];
    if (state[key] !== usual) fragment.set(FRAGMENT[key] ?? key, value);
  }
  return "#" + fragment;
}

// The state of a fragment; what makes no sense in this picture is left at what is usual.
function stateOf(fragment, picture) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const state = { ...STATE };
  for (const [key, usual] of Object.entries(STATE)) {
    const value = given.get(FRAGMENT[key] ?? key);
    if (value === null) continue;
    if (typeof usual === "boolean") state[key] = value === "1";
    else if (typeof usual === "string") state[key] = value;
    else if (/^\d{1,9}$/.test(value)) state[key] = Number(value);
  }
  if (!SHAPES.includes(state.shape)) state.shape = "";
  if (!(state.colours in lenses)) state.colours = "";
  if (!addition.table().columns.some(([key]) => key === state.table.replace(/^-/, ""))) state.table = "";
  if (state.shape !== "sandwich") state.of = -1;
  else if (state.of < 0 || state.of >= picture.leftOut) Object.assign(state, { shape: "", of: -1 });
  return state;
}

// The address, which follows the state once that is painted: the browser has much to do for it.
class Address {
  // Takes over a state, as a new step of the history or in place of the last.
  follow(state, step) {
    this.catchUp();
    this.behind = { fragment: fragmentOf(state), step };
    requestAnimationFrame(() => setTimeout(() => this.catchUp()));
  }

  catchUp() {
    if (!this.behind) return;
    const { fragment, step } = this.behind;
    this.behind = null;
    if (fragment === (location.hash || "#")) return;
    try {
      history[step ? "pushState" : "replaceState"](null, "", fragment);
    } catch {
      // A frame without the right to its own address keeps its state to itself.
    }
  }

  // The fragment, where the reader or a link has changed it.
  read() {
    this.behind = null;
    return location.hash || "#";
  }
}
