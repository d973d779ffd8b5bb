// Pictures of the library: what is known of one, files sent to it, and a dialog to choose from it.
export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(Boolean));
  return element;
};

export const button = (textContent, act) => {
  const made = make("button", { type: "button", className: "button", textContent });
  made.addEventListener("click", act);
  return made;
};

// Where the library is, said by whatever on the page needs it.
const library = () => document.querySelector("[data-library]").dataset.library;

async function ask(parameters) {
  const answer = await fetch(`${library()}pick/?${parameters}`).catch(() => null);
  return answer?.ok ? answer.json() : { results: [], more: "" };
}

// What is asked for in one go is fetched in one go.
const asked = new Set();
let answer;
export function card(id) {
  answer ??= Promise.resolve().then(() => {
    const ids = [...asked];
    asked.clear();
    answer = undefined;
    return ask(ids.map((one) => `id=${one}`).join("&"));
  });
  asked.add(id);
  return answer.then(({ results }) => results.find((one) => String(one.id) === String(id)));
}

// How a picture looks wherever it can be chosen or was: itself, its caption, its credit, what is wrong with it.
export const face = ({ image, text, credit, alt, doubts }) => [
  make("img", { loading: "lazy", alt, ...image }),
  make("span", { className: "picture-text", textContent: text, dir: "auto" }),
  make("span", { className: "picture-credit", textContent: credit, dir: "auto" }),
  ...doubts.map((textContent) => make("span", { className: "story-label", textContent })),
];

export const filesOf = (event) => [...(event.dataTransfer ?? event.clipboardData)?.files ?? []];

// The browser would open a file that is dropped beside its place. `act` gets the files and the event.
export function takeDrops(element, act) {
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  for (const name of ["dragenter", "dragover"]) {
    element.addEventListener(name, (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      element.classList.add("is-over");
    });
  }
  element.addEventListener("dragleave", (event) => { if (!element.contains(event.relatedTarget)) element.classList.remove("is-over"); });
  element.addEventListener("drop", (event) => {
    element.classList.remove("is-over");
    if (!carries(event)) return;
    event.preventDefault();
    event.stopPropagation();
    act(filesOf(event), event);
  });
}

// Resolves to the answer, which has an `error` in words where one came; `progress` gets the share that is sent.
export function post(address, fields, progress) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of fields) data.append(name, value);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onerror = () => resolve({ error: "The connection was lost. Try it again." });
    request.onload = () => resolve(request.response ?? { error: "The server did not take it. Are you still signed in?" });
    request.send(data);
  });
}

// Sends files to the library, two at a time, each in a row of its own; `done` gets the card of each that is there.
export function send(files, rows, done) {
  const waiting = files.map((file) => {
    const bar = make("progress", { max: 1, value: 0, ariaLabel: `${file.name} sent` });
    const told = make("span", { textContent: "waits" });
    const row = make("li", {}, make("bdi", { textContent: file.name }), bar, told);
    row.setAttribute("role", "status");
    rows.append(row);
    return { file, bar, told, row };
  });
  async function next() {
    const one = waiting.shift();
    if (!one) return;
    one.told.textContent = "";
    const result = await post(`${library()}add/`, [["files", one.file]], (share) => {
      one.bar.value = share;
      if (share === 1) one.told.textContent = "is looked at …";
    });
    one.bar.remove();
    one.told.textContent = result.error || result.told;
    one.row.className = result.error ? "is-refused" : result.is_new ? "is-new" : "is-there";
    if (!result.error) done(result.card, one.row);
    await next();
  }
  return Promise.all([next(), next()]);
}

// Resolves to the card of the picture that somebody chose; to nothing where they closed the dialog.
// Files that were dropped or pasted are sent to the library on the way.
export function pick(files = []) {
  const grid = make("ul", { className: "picture-grid" });
  const none = make("p", { className: "help", role: "status" });
  const rows = make("ul", { className: "picture-rows" });
  const search = make("input", { type: "search", placeholder: "Search the library", ariaLabel: "Search the library", dir: "auto" });
  const input = make("input", { type: "file", accept: "image/*", multiple: true });
  const more = button("Show more", () => load(true));
  const close = button("Close", () => dialog.close());
  const dialog = make(
    "dialog", { className: "picture-dialog", ariaLabel: "Choose a picture" },
    make("div", { className: "picture-dialog-head" }, make("h2", { textContent: "Choose a picture" }), close),
    search,
    make("label", { className: "picture-drop" }, "Drop new ones here or choose files: ", input),
    rows, grid, none, more,
  );
  let chosen, timer, before;

  const item = (one) => {
    const choice = button("", () => { chosen = one; dialog.close(); });
    choice.className = "picture-card";
    choice.dataset.picture = one.id;
    choice.append(...face(one));
    return make("li", {}, choice);
  };
  async function load(isMore) {
    const q = search.value.trim();
    const found = await ask(new URLSearchParams({ q, before: isMore ? before : "" }));
    if (search.value.trim() !== q) return;
    const fresh = found.results.map(item);
    if (isMore) grid.append(...fresh);
    else grid.replaceChildren(...fresh);
    none.textContent = grid.children.length ? "" : q ? "No picture has these words." : "The library is empty.";
    before = found.more;
    more.hidden = !before;
    if (isMore) fresh[0]?.firstChild.focus();
  }
  const take = (dropped) => send(dropped, rows, (one) => {
    grid.querySelector(`[data-picture="${one.id}"]`)?.parentElement.remove();
    grid.prepend(item(one));
    grid.firstChild.firstChild.focus();
  });
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, 200);
  });
  input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
  takeDrops(dialog, take);
  more.hidden = true;
  document.body.append(dialog);
  dialog.showModal();
  load().then(() => take(files));
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(chosen); });
  });
}
