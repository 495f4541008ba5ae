// What can be done with one frame: the menu of the right mouse button or of the key m.

class FrameMenu {
  constructor(page) {
    this.page = page;
    this.element = html("div", { class: "menu", role: "menu", onkeydown: (event) => this.key(event) });
    this.element.hidden = true;
  }

  open(node, x, y) {
    const { page } = this;
    page.choose(node);
    this.element.setAttribute("aria-label", page.name(node));
    this.element.replaceChildren(...page.frameActions(node).map(([key, label, action]) =>
      html("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => this.act(action) },
        label, html("kbd", {}, key))));
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const edge = document.documentElement;
    this.element.style.left = Math.max(4, Math.min(x, edge.clientWidth - width - 4)) + "px";
    this.element.style.top = Math.max(4, Math.min(y, window.innerHeight - height - 4)) + "px";
    this.element.firstElementChild.focus({ preventScroll: true });
  }

  act(action) {
    this.close();
    action();
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.page.focusChart();
  }

  key(event) {
    const items = [...this.element.children];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1, Tab: at + (event.shiftKey ? -1 : 1) }[event.key];
    if (event.key === "Escape") this.close();
    else if (to !== undefined) items.at(to % items.length).focus();
    else if (event.key === "Enter" || event.key === " ") document.activeElement.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
