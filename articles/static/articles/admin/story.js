// The story form: counts the headline's characters, confirms a headline that was changed, and knows two keys.
const LONGEST = 90;
const headline = document.getElementById("id_headline");

if (headline) {
  const counter = document.createElement("output");
  counter.className = "headline-count";
  counter.htmlFor = headline.id;
  headline.after(counter);
  const box = document.querySelector('input[type="checkbox"]#id_is_headline_confirmed');
  const before = headline.value;
  const count = () => {
    const length = [...headline.value].length;
    counter.textContent = length > LONGEST ? `${length} characters, ${length - LONGEST} over ${LONGEST}` : `${length} of ${LONGEST}`;
    counter.classList.toggle("is-over", length > LONGEST);
    counter.style.setProperty("--filled", `${Math.min(100, (length / LONGEST) * 100)}%`);
  };
  headline.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  headline.addEventListener("input", () => {
    count();
    if (box) box.checked = headline.value !== before;
  });
  count();
  if (!headline.value) headline.focus();
}

// Each key is shown on its button: one saves, the other leads from wherever somebody writes to the next step.
const form = document.getElementById("article_form");
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const save = form?.querySelector("[name=_continue]");
const step = form?.querySelector("[name=_step]") ?? save;
const show = (button, name, said) => {
  button.setAttribute("aria-keyshortcuts", `Control+${name} Meta+${name}`);
  const key = Object.assign(document.createElement("kbd"), { textContent: `${isMac ? "⌘" : "Ctrl "}${said}` });
  key.setAttribute("aria-hidden", "true");
  button.append(" ", key);
};

if (save) {
  show(save, "S", "S");
  if (step !== save) show(step, "Shift+Enter", "⇧ ↵");
  document.addEventListener("keydown", (event) => {
    // The key that led to the step, still held down, must not take it.
    if (event.key === "Enter" && event.repeat && event.target === step) event.preventDefault();
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    // On a keyboard of other letters the key has its place alone in common.
    const letter = /^[a-z]$/i.test(event.key) ? event.key : event.code.replace("Key", "");
    const isSave = letter.toLowerCase() === "s" && !event.shiftKey;
    if (!isSave && !(event.key === "Enter" && event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!isSave) step.focus();
    else if (!event.repeat) save.click();
  }, true);
}
