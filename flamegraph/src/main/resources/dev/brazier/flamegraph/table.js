// The functions of the view as a table: what the picture shows, for readers who want it in order,
// for those who use the keyboard, and for those who listen.

const MOST_ROWS = 200;
const COLUMNS = [["self", "Self"], ["total", "Total"], ["name", "Function"]];

class FunctionTable {
  constructor(page) {
    this.page = page;
    this.most = MOST_ROWS;
    this.caption = html("caption");
    this.heads = COLUMNS.map(([key, label]) =>
      html("th", { scope: "col", colspan: key === "name" ? null : 2, class: key },
        html("button", { type: "button", onclick: () => this.sort(key) }, label)));
    this.body = html("tbody", { onkeydown: (event) => this.key(event) });
    this.rest = html("button", { type: "button", class: "link", onclick: () => this.showMore() });
    this.element = html("aside", { class: "functions", "aria-label": "functions" },
      html("table", {}, this.caption, html("thead", {}, html("tr", {}, ...this.heads)), this.body), this.rest);
  }

  get sorted() {
    return this.page.state.table.replace("-", "");
  }

  // A second click on a column turns its order round.
  sort(key) {
    this.page.change({ table: this.page.state.table === key ? "-" + key : key }, false);
  }

  showMore() {
    this.most *= 5;
    this.show();
  }

  restart() {
    this.most = MOST_ROWS;
  }

  show() {
    const { page } = this;
    this.element.hidden = page.state.table === "";
    if (this.element.hidden) return;
    const rows = this.rows();
    COLUMNS.forEach(([key], i) => {
      const up = (key === "name") !== page.state.table.startsWith("-");
      if (key === this.sorted) this.heads[i].setAttribute("aria-sort", up ? "ascending" : "descending");
      else this.heads[i].removeAttribute("aria-sort");
    });
    this.body.replaceChildren(...rows.slice(0, this.most).map((row) => this.row(row)));
    this.body.querySelector("button")?.setAttribute("tabindex", "0");
    this.rest.hidden = rows.length <= this.most;
    this.rest.textContent = count(rows.length - this.most) + " more";
    const matching = !page.found.active ? "" : rows.length === 1 ? " that matches" : " that match";
    const where = this.top() === 0 ? "" : " in " + page.shortName(this.top());
    this.caption.textContent = count(rows.length) + (rows.length === 1 ? " function" : " functions") + matching + where;
  }

  // The node whose functions are listed: the zoom, where the picture shows whole stacks.
  top() {
    return this.page.view.shape === "" ? this.page.state.zoom : 0;
  }

  rows() {
    const { picture, functions, view, state, found } = this.page;
    const counts = functionCounts(picture, functions, view.stacks, this.top());
    this.whole = view.stacks.total[this.top()];
    const rows = [];
    functions.frames.forEach((frame, one) => {
      if (counts.total[one] === 0 || (found.active && !found.frames[frame])) return;
      rows.push({ frame, name: picture.names[frame], self: counts.self[one], total: counts.total[one] });
    });
    const sign = state.table.startsWith("-") ? -1 : 1;
    const byName = (a, b) => a.frame - b.frame;
    const orders = {
      name: byName,
      self: (a, b) => b.self - a.self || b.total - a.total || byName(a, b),
      total: (a, b) => b.total - a.total || b.self - a.self || byName(a, b),
    };
    return rows.sort((a, b) => sign * orders[this.sorted](a, b));
  }

  row({ frame, name, self, total }) {
    const { page } = this;
    const share = (value) => (this.whole === 0 ? 0 : (value / this.whole) * 100);
    const leftOut = frame === page.picture.leftOut;
    const open = () => page.change({ shape: "sandwich", of: frame, zoom: 0 });
    const label = leftOut ? name : html("button", { type: "button", tabindex: -1, title: name + "\n" + page.picture.moduleOf[frame], onclick: open }, name);
    const cells = [self, total].flatMap((value) => [
      html("td", {}, count(value)),
      html("td", { class: "share" }, share(value).toFixed(1) + " %"),
    ]);
    cells[1].style.backgroundSize = share(self).toFixed(1) + "% 80%";
    cells[3].style.backgroundSize = share(total).toFixed(1) + "% 80%";
    return html("tr", { class: frame === page.state.of ? "current" : null }, ...cells, html("th", { scope: "row" }, label));
  }

  // Up and down go from row to row, which are one stop of the Tab key together.
  key(event) {
    const buttons = [...this.body.querySelectorAll("button")];
    const at = buttons.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (to < 0 || to >= buttons.length) return;
    buttons[at].setAttribute("tabindex", "-1");
    buttons[to].setAttribute("tabindex", "0");
    buttons[to].focus();
  }
}
