// Elements, and numbers as text.

const XHTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";

function html(name, attributes = {}, ...children) {
  const element = document.createElementNS(XHTML, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function svgElement(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// A button that shows a word, or a sign that its title explains.
function button(label, title, action, attributes = {}) {
  const name = label.length > 1 ? null : title;
  return html("button", { type: "button", title, "aria-label": name, onclick: action, ...attributes }, label);
}

// A button that is pressed or not, as a part of the state is.
function toggle(label, title, action) {
  return html("button", { type: "button", class: "toggle", title, "aria-label": title, "aria-pressed": "false", onclick: action }, label);
}

const press = (button, pressed) => button.setAttribute("aria-pressed", pressed);
const count = (value) => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
const percent = (part, whole) => (whole === 0 ? "0.00 %" : ((part / whole) * 100).toFixed(2) + " %");

function counted(value, unit) {
  return count(value) + " " + (value === 1 ? unit.replace(/s$/, "") : unit);
}

// A time in the unit that keeps three digits.
function seconds(value) {
  for (const [unit, factor] of [["s", 1], ["ms", 1e3], ["\u00b5s", 1e6]]) {
    if (value * factor >= 1 || unit === "\u00b5s") {
      const shown = value * factor;
      return shown.toLocaleString("en-US", { maximumFractionDigits: shown < 10 ? 2 : shown < 100 ? 1 : 0 }) + " " + unit;
    }
  }
}
