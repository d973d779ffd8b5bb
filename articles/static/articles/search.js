// Suggestions below a search field, as the combobox pattern has it: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
// Without this script, the field is what it was: the form leads to the search page.

const PAUSE = 120; // milliseconds after the last key

function combobox(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const status = document.createElement("span");
  status.className = "unseen";
  status.setAttribute("role", "status");
  input.after(list, status);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let timer;
  let request;
  let active = -1;

  const choose = (at) => {
    active = at;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };

  const show = (names, kinds, urls) => {
    list.replaceChildren(
      ...names.map((name, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.dataset.url = urls[at];
        const kind = document.createElement("span");
        kind.textContent = kinds[at];
        option.append(`${name} `, kind);
        return option;
      }),
    );
    list.hidden = names.length === 0;
    input.setAttribute("aria-expanded", String(names.length > 0));
    status.textContent = names.length === 1 ? "1 suggestion" : `${names.length} suggestions`;
    choose(-1);
  };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const url = `${input.dataset.suggestions}?${new URLSearchParams({ q: input.value })}`;
    try {
      const response = await fetch(url, { signal: request.signal });
      if (!response.ok) return;
      const [, names, kinds, urls] = await response.json();
      if (document.activeElement === input) show(names, kinds, urls);
    } catch (error) {
      if (error.name !== "AbortError") close(); // away from the network, there are none
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) close();
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const places = list.children.length + 1; // the last one is the field itself
      choose(((active + 1 + step + places) % places) - 1);
      event.preventDefault();
    } else if (event.key === "Escape") {
      close();
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      location.assign(list.children[active].dataset.url);
      event.preventDefault();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

document.querySelectorAll("input[data-suggestions]").forEach(combobox);
