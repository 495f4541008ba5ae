// What stands above the picture: its title and the facts about the profile.

class Heading {
  constructor(page) {
    this.page = page;
    const { title, subtitle, facts } = page.picture;
    const below = subtitle === "" ? [] : [html("p", { class: "subtitle" }, subtitle)];
    this.facts = html("dl", { class: "facts" }, ...facts.map((fact) => this.fact(fact)));
    this.more = button("more", "all facts", () => this.unfold(this.facts.classList.contains("folded")), { class: "link" });
    this.more.setAttribute("aria-expanded", "false");
    this.element = html("header", {}, html("h1", {}, title), ...below, this.facts, this.more);
    this.unfold(false);
  }

  fact(fact) {
    const at = fact.indexOf(": ");
    const name = at < 0 ? [] : [html("dt", {}, fact.slice(0, at))];
    return html("div", {}, ...name, html("dd", {}, fact.slice(at < 0 ? 0 : at + 2)));
  }

  // Long facts take three lines until they are asked for.
  unfold(unfolded) {
    this.facts.classList.toggle("folded", !unfolded);
    this.more.setAttribute("aria-expanded", unfolded);
    this.more.textContent = unfolded ? "less" : "more";
  }

  // To be called when the width has changed.
  fit() {
    const folded = this.facts.classList.contains("folded");
    if (folded) this.more.hidden = this.facts.scrollHeight <= this.facts.clientHeight + 1;
  }
}
