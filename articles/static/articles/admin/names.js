// Names in order, as chips with an autocomplete, over a plain textarea with one name a line; and the names that
// stand in the story's text, to take or to reject.
// The pattern is https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ ; without this script the textarea works.
const PAUSE = 150;

const make = (tag, properties = {}, ...children) => {
  const { aria = {}, ...own } = properties;
  const element = Object.assign(document.createElement(tag), own);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(name === "role" ? name : `aria-${name}`, value);
  element.append(...children);
  return element;
};
const button = (text, act, properties = {}, ...children) => {
  const made = make("button", { type: "button", textContent: text, ...properties }, ...children);
  made.addEventListener("click", act);
  return made;
};
const same = (one, other) => one.toLowerCase() === other.toLowerCase();

class NameList extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.textarea = this.querySelector("textarea");
    this.noun = this.dataset.noun;
    this.kind = this.textarea.name;
    this.id_ = this.textarea.id;
    this.chosen = this.textarea.value.split("\n").map((name) => name.trim()).filter(Boolean).map((name) => ({ name }));
    this.textarea.hidden = true;
    this.build();
    this.draw();
  }

  get names() { return this.chosen.map(({ name }) => name); }

  build() {
    this.chips = make("ol", { className: "name-chips" });
    this.options = make("ul", { className: "name-options", id: `${this.id_}_options`, hidden: true, aria: { role: "listbox", label: "Known names" } });
    this.input = make("input", {
      type: "text", id: `${this.id_}_new`, autocomplete: "off", spellcheck: false, maxLength: 163, dir: "auto", placeholder: `Add a ${this.noun}`,
      aria: { role: "combobox", expanded: "false", autocomplete: "list", controls: this.options.id },
    });
    this.said = make("span", { className: "visually-hidden", aria: { role: "status" } });
    this.keys = make("span", { className: "visually-hidden", id: `${this.id_}_keys`, textContent: "Alt with the arrow keys moves it, Delete removes it." });
    this.append(this.chips, make("div", { className: "name-new" }, this.input, this.options), this.said, this.keys);
    const label = document.querySelector(`label[for="${this.id_}"]`);
    this.label = label?.textContent.replace(":", "").trim() ?? this.noun;
    if (label) label.htmlFor = this.input.id;
    this.chips.setAttribute("aria-label", this.label);
    const help = document.getElementById(`${this.id_}_helptext`);
    if (help) this.input.setAttribute("aria-describedby", help.id);
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => { this.close(); this.type(); });
    // A press on an option must not take the focus from the field, or its blur would add what was typed so far.
    this.options.addEventListener("mousedown", (event) => event.preventDefault());
    this.options.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
    this.chips.addEventListener("keydown", (event) => this.chipKey(event));
    this.input.form?.addEventListener("submit", () => this.type());
    if (this.dataset.suggest) this.append(this.found = this.buildFound());
  }

  say(text) { this.said.textContent = text; }

  // The chips.

  draw() {
    const buttons = () => [...this.chips.querySelectorAll("button:not(.name-near)")];
    const focused = buttons().indexOf(document.activeElement);
    this.chips.replaceChildren(...this.chosen.map((entry, index) => this.chip(entry, index)));
    buttons()[focused]?.focus();
    const value = this.names.join("\n");
    if (value === this.textarea.value.trim()) return;
    this.textarea.value = value;
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  chip({ name, isNew, near }, index) {
    const act = (sign, text, does, disabled = false) =>
      button(sign, does, { title: text, disabled, aria: { label: `${text}: ${name}`, describedby: this.keys.id } });
    const last = this.chosen.length - 1;
    const chip = make("li", { className: "name-chip", draggable: true }, make("bdi", { textContent: name }));
    if (isNew) chip.append(make("small", { className: "name-fresh", textContent: this.dataset.new }));
    for (const other of near ?? []) {
      chip.append(button("", () => this.replace(index, other.name), { className: "name-near" }, "Did you mean ", make("bdi", { textContent: other.name }), "?"));
    }
    chip.append(
      act("↑", "Move up", () => this.move(index, index - 1, 0), index === 0),
      act("↓", "Move down", () => this.move(index, index + 1, 1), index === last),
      act("×", "Remove", () => this.remove(index)),
    );
    chip.addEventListener("dragstart", (event) => {
      this.dragged = index;
      event.dataTransfer.setData("text/plain", name);
      event.dataTransfer.effectAllowed = "move";
    });
    chip.addEventListener("dragover", (event) => { if (this.dragged !== undefined) event.preventDefault(); });
    chip.addEventListener("drop", (event) => { event.preventDefault(); if (this.dragged !== undefined) this.move(this.dragged, index); });
    chip.addEventListener("dragend", () => { this.dragged = undefined; });
    return chip;
  }

  chipKey(event) {
    const index = [...this.chips.children].indexOf(event.target.closest("li"));
    const step = event.altKey && { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (step || event.key === "Delete" || event.key === "Backspace") event.preventDefault();
    if (event.key === "Delete" || event.key === "Backspace") this.remove(index);
    else if (step && this.chosen[index + step]) this.move(index, index + step, 2);
  }

  move(from, to, focused) {
    const [entry] = this.chosen.splice(from, 1);
    this.chosen.splice(to, 0, entry);
    this.dragged = undefined;
    this.draw();
    this.say(`${entry.name}, place ${to + 1} of ${this.chosen.length}`);
    if (focused === undefined) return;
    const buttons = [...this.chips.children[to].querySelectorAll("button:not(.name-near)")];
    (buttons[focused].disabled ? buttons[1 - focused] : buttons[focused]).focus();
  }

  remove(index) {
    const [{ name }] = this.chosen.splice(index, 1);
    this.draw();
    this.say(`${name} removed`);
    const next = this.chips.children[Math.min(index, this.chosen.length - 1)];
    (next?.querySelector("button:last-child") ?? this.input).focus();
  }

  replace(index, name) {
    this.chosen[index] = { name };
    this.chosen = this.chosen.filter((entry, at) => at === this.names.findIndex((other) => same(other, entry.name)));
    this.draw();
    this.say(`${name} instead`);
    this.input.focus();
  }

  add(name, properties = {}) {
    if (!name || this.names.some((other) => same(other, name))) return;
    this.chosen.push({ name, ...properties });
    this.draw();
    this.say(`${name} added`);
    this.shorten();
  }

  // What was typed and chosen from no list: it stays as it is, and the server says whom it may mean.
  async type() {
    const name = this.input.value.trim().replace(/\s+/g, " ");
    this.input.value = "";
    this.close();
    if (!name || this.names.some((other) => same(other, name))) return;
    this.add(name);
    const answer = await this.ask(name);
    const index = this.names.indexOf(name);
    if (!answer || index < 0) return;
    const it = answer.results.find(({ is_it }) => is_it);
    if (it && it.name !== name) { this.chosen[index].name = it.name; this.draw(); }
    if (it) return;
    const near = answer.near.filter((other) => !this.names.includes(other.name));
    Object.assign(this.chosen[index], { isNew: true, near });
    this.draw();
    this.say(near.length ? `${name} is ${this.dataset.new}. Did you mean ${near.map((other) => other.name).join(" or ")}?` : `${name} is ${this.dataset.new}`);
  }

  // The combobox.

  async ask(typed) {
    const answer = await fetch(`${this.dataset.source}?q=${encodeURIComponent(typed)}`).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  key(event) {
    if (event.isComposing) return;
    const options = [...this.options.querySelectorAll("[role=option]")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Enter") {
      event.preventDefault();
      if (at >= 0) this.choose(options[at]);
      else this.type();
    } else if (event.key === "Escape" && !this.options.hidden) { event.preventDefault(); this.close(); }
    else if (event.key === "Backspace" && !this.input.value && this.chosen.length) {
      this.remove(this.chosen.length - 1);
      this.input.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.point(options, (at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === "ArrowDown" && this.input.value.trim()) { event.preventDefault(); this.look(); }
  }

  point(options, index) {
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    options[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[index].id);
  }

  choose(option) {
    this.input.value = "";
    this.close();
    this.add(option.dataset.name, "fresh" in option.dataset ? { isNew: true } : {});
  }

  look() {
    clearTimeout(this.timer);
    const typed = this.input.value.trim().replace(/\s+/g, " ");
    if (!typed) return this.close();
    this.timer = setTimeout(async () => {
      const answer = await this.ask(typed);
      if (answer && this.input.value.trim().replace(/\s+/g, " ") === typed) this.open(typed, answer);
    }, PAUSE);
  }

  open(typed, { results, near }) {
    const unchosen = ({ name }) => !this.names.includes(name);
    const [known, similar] = [results.filter(unchosen), near.filter(unchosen)];
    const isThere = results.some(({ is_it }) => is_it);
    const rows = [
      ...known.map((match) => this.option(match, match.also, match.note)),
      ...similar.map((match) => this.option(match, "did you mean this?", match.also, match.note)),
      ...(isThere ? [] : [this.option({ name: typed, isNew: true }, `${this.dataset.new} ${this.noun}`)]),
    ];
    rows.forEach((row, index) => { row.id = `${this.options.id}_${index}`; });
    this.options.replaceChildren(...rows);
    this.options.hidden = !rows.length;
    this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-expanded", String(!!rows.length));
    this.say(known.length ? `${known.length} known` : similar.length ? `Not known. Did you mean ${similar[0].name}?` : `Not known: Enter adds it as ${this.dataset.new}`);
  }

  option({ name, isNew }, ...notes) {
    const option = make("li", { aria: { role: "option", selected: "false" } }, make("bdi", { textContent: name }));
    for (const note of notes.filter(Boolean)) option.append(" ", make("small", { textContent: note, dir: "auto" }));
    option.dataset.name = name;
    if (isNew) option.dataset.fresh = "";
    return option;
  }

  close() {
    clearTimeout(this.timer);
    this.options.hidden = true;
    this.options.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  // The names in the text.

  buildFound() {
    this.finder = button(`Find ${this.kind} in the text`, () => this.find(), { className: "button name-find" });
    this.list = make("ul", { className: "name-found", aria: { label: `${this.label} in the text: Enter takes one, Delete rejects it` } });
    this.list.addEventListener("keydown", (event) => this.foundKey(event));
    return make("div", { className: "name-text" }, this.finder, this.list);
  }

  async find() {
    this.say("Looking …");
    const fields = new FormData(this.input.form);
    const answer = await this.post(Object.fromEntries(["headline", "body", "people", "topics"].map((name) => [name, fields.get(name) ?? ""])));
    const found = await answer?.json();
    if (!found) return this.say("The text could not be looked at. Try again.");
    document.querySelectorAll("name-list[data-suggest]").forEach((box) => { if (found[box.kind] && box.found) box.show(found[box.kind]); });
    const [first] = this.list.querySelectorAll("button");
    return (first ?? this.finder).focus();
  }

  async post(fields) {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: this.input.form.csrfmiddlewaretoken.value });
    const answer = await fetch(this.dataset.suggest, { method: "POST", body }).catch(() => null);
    return answer?.ok && !answer.redirected ? answer : null;
  }

  show(found) {
    const kept = new Set([...this.input.form.querySelectorAll("input[name=rejected]")].map((input) => input.value));
    const rows = found.filter(({ name }) => !kept.has(`${this.kind}:${name}`)).map((one) => this.suggestion(one));
    this.list.replaceChildren(...(rows.length ? rows : [make("li", { className: "name-none", textContent: `The text names no other ${this.kind}.` })]));
    this.finder.textContent = `Look at the text again`;
    this.say(`${rows.length} ${this.kind} found in the text`);
  }

  suggestion({ name, is_known, count, sentences }) {
    const quotes = sentences.map((runs) => make("q", { dir: "auto" }, ...runs.map(([text, isName]) => (isName ? make("mark", { textContent: text }) : text))));
    const row = make(
      "li", {},
      make("span", { className: "name-what" },
        button("+", () => this.take(row), { className: "name-take", title: "Add", aria: { label: `Add: ${name}` } }),
        button("×", () => this.reject(row), { className: "name-reject", title: "Not in this story", aria: { label: `Reject: ${name}` } }),
        make("bdi", { textContent: name }),
        make("small", { textContent: [is_known ? "" : this.dataset.new, count > 1 ? `${count} times` : ""].filter(Boolean).join(", ") })),
      ...quotes.slice(0, 1),
    );
    if (quotes.length > 1) row.append(make("details", {}, make("summary", { textContent: "More sentences" }), ...quotes.slice(1)));
    Object.assign(row, { name, isKnown: is_known });
    return row;
  }

  foundKey(event) {
    const row = event.target.closest("li");
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    if (!row.name || !(step || event.key === "Delete" || event.key === "Backspace")) return;
    event.preventDefault();
    if (step) row[step]?.querySelector("button")?.focus();
    else this.reject(row);
  }

  take(row) {
    this.add(row.name, { isNew: !row.isKnown });
    this.leave(row, `${row.name} added`);
  }

  async reject(row) {
    const rejected = `${this.kind}:${row.name}`;
    this.leave(row, `${row.name} rejected`);
    if (!(await this.post({ rejected }))) return this.say(`${row.name} may come back: the server did not answer.`);
    // A story that is not saved yet takes them along.
    return this.input.form.append(make("input", { type: "hidden", name: "rejected", value: rejected }));
  }

  leave(row, said) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("button") ?? this.input).focus();
    const left = this.list.children.length;
    this.say(`${said}. ${left} left`);
  }

  // What was added by hand is no suggestion any more.
  shorten() {
    for (const row of this.list?.children ?? []) if (row.name && this.names.some((name) => same(name, row.name)) && !row.contains(document.activeElement)) row.remove();
  }
}

customElements.define("name-list", NameList);
