// The line at the bottom: the frame under the mouse, or the chosen one, or the zoom.

class Details {
  constructor(page) {
    this.page = page;
    this.element = html("footer", { class: "details", "aria-live": "polite" });
  }

  show() {
    const { page } = this;
    const node = page.current();
    const frame = page.view.tree.frame[node];
    const { kinds, moduleOf } = page.picture;
    const kind = frame < 0 ? [] : [html("i", { class: page.lens.tint(page.view.tree, node), title: KINDS[kinds[frame]] })];
    const module = frame >= 0 && moduleOf[frame] ? [html("span", { class: "module" }, moduleOf[frame])] : [];
    const groups = this.groups(node);
    const where = groups === "" ? [] : [html("span", { class: "module" }, groups)];
    this.element.replaceChildren(
      html("p", { class: "name" }, ...kind, html("b", {}, page.name(node)), ...module, ...where),
      html("p", { class: "numbers" }, ...page.lens.numbers(page, node).map((text) => html("span", {}, text))));
  }

  // The container, process and thread that a frame runs in, where its callers tell.
  groups(node) {
    const { tree, shape } = this.page.view;
    if (shape !== "") return "";
    const { kinds, names } = this.page.picture;
    const groups = pathOf(tree, tree.parent[node]).filter((frame) => kinds[frame] in GROUPS);
    return groups.length === 0 ? "" : "in " + groups.map((frame) => names[frame]).join(" \u203a ");
  }

  say(text) {
    this.element.lastElementChild.replaceChildren(html("span", { class: "said" }, text));
  }
}
