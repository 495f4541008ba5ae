// The functions of the view as a table: what the picture shows, for readers who want it in order,
// for those who use the keyboard, and for those who listen.

const MOST_ROWS = 200;
const COLUMNS = [["self", "Self"], ["total", "Total"], ["name", "Function"]];

class FunctionTable {
  static columns = COLUMNS;

  constructor(page) {
    this.page = page;
    this.columns = this.constructor.columns;
    // What it is sorted by when it opens.
    this.first = "self";
    this.most = MOST_ROWS;
    this.caption = html("caption");
    this.heads = this.columns.map(([key, label]) =>
      html("th", { scope: "col", colspan: key === "self" || key === "total" ? 2 : null, class: key },
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
    this.columns.forEach(([key], i) => {
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
    const { state, found } = this.page;
    const rows = this.measured().filter(({ frame }) => !found.active || found.frames[frame]);
    const sign = state.table.startsWith("-") ? -1 : 1;
    const order = this.orders()[this.sorted];
    return rows.sort((a, b) => sign * order(a, b) || a.frame - b.frame);
  }

  // The functions that ran.
  measured() {
    const { picture, functions, view } = this.page;
    const counts = functionCounts(picture, functions, view.stacks, this.top());
    this.whole = view.stacks.total[this.top()];
    const rows = [];
    functions.frames.forEach((frame, one) => {
      if (counts.total[one] === 0 || picture.kinds[frame] in GROUPS) return;
      rows.push({ frame, name: picture.names[frame], self: counts.self[one], total: counts.total[one] });
    });
    return rows;
  }

  orders() {
    return {
      name: (a, b) => a.frame - b.frame,
      self: (a, b) => b.self - a.self || b.total - a.total,
      total: (a, b) => b.total - a.total || b.self - a.self,
    };
  }

  row(row) {
    const { page } = this;
    const { frame, name } = row;
    const leftOut = frame === page.picture.leftOut;
    const open = () => page.change({ shape: "sandwich", of: frame, zoom: 0 });
    const label = leftOut ? name : html("button", { type: "button", tabindex: -1, title: name + "\n" + page.picture.moduleOf[frame], onclick: open }, name);
    return html("tr", { class: frame === page.state.of ? "current" : null }, ...this.cells(row), html("th", { scope: "row" }, label));
  }

  cells({ self, total }) {
    return [...this.counted(self), ...this.counted(total)];
  }

  // A count and its share.
  counted(value) {
    const share = (this.whole === 0 ? 0 : (value / this.whole) * 100).toFixed(1);
    const cell = html("td", { class: "share" }, share + " %");
    cell.style.backgroundSize = share + "% 80%";
    return [html("td", {}, count(value)), cell];
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
