// Ever shorter forms of a name, as FrameLabel.java makes them, and the one that fits a width.

const FONT = '12px "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, "DejaVu Sans", sans-serif';
const LEAST_LETTERS = 3;

function shortForms(name, kind) {
  const forms = [name];
  if (kind in GROUPS || kind === "u") return forms;
  const add = (form) => {
    if (form.length >= LEAST_LETTERS && form.length < forms[forms.length - 1].length) forms.push(form);
  };
  const source = sourceIn(name);
  if (source > 0) {
    add(name.slice(0, source));
    add(name.slice(0, source).replace(/^\w+::?[~*^+]?/, ""));
    return forms;
  }
  let bare = bareName(name);
  add(bare);
  if (bare.includes("::")) {
    if (/^\(|operator/.test(bare)) return forms;
    for (let at; (at = bare.indexOf("::")) >= 0; ) {
      bare = bare.slice(at + 2);
      add(bare);
    }
    return forms;
  }
  const member = bare.lastIndexOf(".");
  const path = bare.lastIndexOf("/");
  const type = Math.max(path, member > 0 ? bare.lastIndexOf(".", member - 1) : -1);
  if (member > 0 && member < bare.length - 1 && type < member) {
    add(initials(bare, type + 1));
    add(bare.slice(type + 1));
    add(bare.slice(member + 1));
  } else if (path > 0) {
    add(bare.slice(path + 1));
  }
  return forms;
}

// Where the file begins in "JS:*work /srv/app.js:3:14" and "py::work:/srv/app.py", as node and
// CPython name functions.
function sourceIn(name) {
  return name.search(/ (\/|file:|node:)|:(?=\/)/);
}

// The name without the marks of compilers' clones, what stands in round or angle brackets, and a
// return type.
function bareName(full) {
  const plain = full
    .replace(/( \[clone )?\.(isra|constprop|part|cold|lto_priv|llvm|localalias)\b.*$/, "")
    .replaceAll("(anonymous namespace)::", "")
    .replace(/(\w)\[[^\][]+\]/g, "$1");
  const name = plain.startsWith("<") ? implemented(plain) : plain;
  if (/^\(|\.\(|operator/.test(name)) return plain;
  let bare = "";
  let open = 0;
  for (let i = 0; i < name.length; i++) {
    const c = name[i];
    if (c === "<" || c === "(") open++;
    else if ((c === ">" || c === ")") && open > 0) open--;
    else if (open === 0) bare += c;
  }
  const cut = bare.length < name.length;
  let rest = bare.trim();
  if (cut && rest.endsWith(" const")) rest = rest.slice(0, -" const".length);
  const last = rest.slice(rest.lastIndexOf(" ") + 1);
  return open > 0 || last === "" ? name : cut ? last : rest;
}

// "Vec<T>::drop" of Rust's "<Vec<T> as Drop>::drop".
function implemented(name) {
  let open = 0;
  let type = 0;
  for (let i = 0; i < name.length; i++) {
    if (name[i] === "<") open++;
    else if (name[i] === ">" && name[i - 1] !== "-" && --open === 0) {
      return name.slice(1, type > 0 ? type : i) + name.slice(i + 1);
    } else if (open === 1 && type === 0 && name.startsWith(" as ", i)) type = i;
  }
  return name;
}

function initials(name, end) {
  return name.slice(0, end).replace(/([^/.])[^/.]*([/.])/g, "$1.").replace(/\//g, ".") + name.slice(end);
}

// Text widths from the browser, each character asked for once.
function textRuler() {
  const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas").getContext("2d");
  canvas.font = FONT;
  const widths = new Map();
  const width = (character) => {
    let known = widths.get(character);
    if (known === undefined) widths.set(character, (known = canvas.measureText(character).width));
    return known;
  };
  return {
    width: (text) => {
      let sum = 0;
      for (const character of text) sum += width(character);
      return sum;
    },
    // The text cut to a width with an ellipsis, or nothing when three letters do not fit.
    cut: (text, room) => {
      let left = room - width("\u2026");
      let kept = "";
      let letters = 0;
      for (const character of text) {
        left -= width(character);
        if (left < 0) break;
        kept += character;
        letters++;
      }
      return letters < LEAST_LETTERS ? "" : kept + "\u2026";
    },
  };
}

// The longest form of a frame's name that fits a width in pixels.
function labeller(picture) {
  const ruler = textRuler();
  const forms = [];
  return (frame, room) => {
    if (room < 20) return "";
    if (frame < 0) return "all";
    const known = (forms[frame] ??= shortForms(picture.names[frame], picture.kinds[frame]).map((text) => ({
      text,
      width: ruler.width(text),
    })));
    const fitting = known.find((form) => form.width <= room);
    return fitting ? fitting.text : ruler.cut(known[known.length - 1].text, room);
  };
}

// Names without packages or namespaces, but with their class.
function namesOf(picture) {
  return {
    short: (frame) => {
      const forms = shortForms(picture.names[frame], picture.kinds[frame]);
      return forms[Math.max(0, forms.length - 2)];
    },
  };
}
