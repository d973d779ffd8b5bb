// Keeps what is typed: on the server every few seconds, and in this browser until the server has it.
// Says who else has the story open. The server's answers are those of `unsaved.keep`.
const TYPED_EVERY = 3000;
const HEARD_EVERY = 20000;
const KEPT_FOR = 30 * 24 * 3600 * 1000;
const lines = document.getElementById("autosave");
const form = document.getElementById("article_form");

const say = (name, text, link) => {
  const line = lines.querySelector(`.${name}`);
  if (line.dataset.text === text) return;
  line.dataset.text = text;
  line.replaceChildren(text, ...(link ? [" ", link] : []));
};
const anchor = (text, href, target = "") => Object.assign(document.createElement("a"), { textContent: text, href, target });
const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.csrfmiddlewaretoken.value;

const newTab = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const SMALL = 60000; // what a browser still sends while its page goes

// What the server has not confirmed yet waits in this browser, under the user, the story's address and the tab.
let store = {};
try { store = window.localStorage; } catch { /* switched off */ }
const waiting = {
  prefix: `unsaved ${lines?.dataset.user} ${lines?.dataset.url} `,
  put(tab, fields) {
    try { store[this.prefix + tab] = JSON.stringify({ at: Date.now(), fields }); } catch { /* full */ }
  },
  drop(tab) { delete store[this.prefix + tab]; },
  *entries() {
    for (const key of Object.keys(store).filter((key) => key.startsWith("unsaved "))) {
      const entry = JSON.parse(store[key]);
      if (Date.now() - entry.at > KEPT_FOR) delete store[key];
      else if (key.startsWith(this.prefix)) yield [key.slice(this.prefix.length), entry];
    }
  },
};

async function post(fields, options = {}) {
  const answer = await fetch(lines.dataset.url, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": cookie() }, ...options });
  if (answer.redirected || answer.status === 403) throw new Error("logged out");
  if (!answer.ok) throw new Error(`error ${answer.status}`);
  return answer.json();
}

function start() {
  const snapshot = () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("csrfmiddlewaretoken");
    return fields.toString();
  };
  // A browser that goes back may have put typed words into the form again.
  const isTouched = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : "defaultValue" in field && field.value !== field.defaultValue);
  const isRestored = [...form.elements].some(isTouched);
  const isAsServed = !lines.dataset.taken && !isRestored && !document.querySelector(".errornote");
  const pristine = isAsServed ? snapshot() : "";
  let kept = isAsServed || lines.dataset.taken ? snapshot() : "";
  let heardAt = 0;
  let isBusy = false;
  let isSent = false;
  let isFailing = false;
  let current;
  const sending = (fields) => `${fields}&typed=${fields === pristine ? 0 : 1}`;

  async function keep() {
    const now = snapshot();
    const isTyped = now !== kept;
    if (isBusy || isSent || (!isTyped && Date.now() - heardAt < HEARD_EVERY)) return;
    isBusy = true;
    current = new AbortController();
    if (isTyped) waiting.put(form.tab.value, now);
    try {
      const { tab, base } = Object.fromEntries(["tab", "base"].map((name) => [name, form.elements[name]?.value ?? ""]));
      told(await post(isTyped ? sending(now) : { tab, base }, { signal: current.signal, keepalive: now.length < SMALL }), isTyped && now);
    } catch (error) {
      if (error.name !== "AbortError") failed(error);
    }
    isBusy = false;
  }

  function told(answer, now) {
    heardAt = Date.now();
    isFailing = false;
    // A log-in in another tab has changed it for every form and script of this page.
    for (const token of document.getElementsByName("csrfmiddlewaretoken")) token.value = cookie();
    say("newer", answer.newer ?? "");
    say("others", answer.others ?? "");
    if (answer.error) { kept = now || kept; return say("kept", answer.error); }
    if (!now) return undefined;
    waiting.drop(form.tab.value);
    // These words were saved from here before; what is typed now is another tab's work.
    if (answer.done) { form.tab.value = newTab(); return undefined; }
    kept = now;
    return say("kept", now === pristine ? "" : `Autosaved ${answer.saved}`);
  }

  function failed(error) {
    isFailing = true;
    if (error.message === "logged out") return say("kept", "You are logged out. Your text is kept here.", anchor("Log in in another tab", lines.dataset.login, "_blank"));
    const why = error.message.startsWith("error") ? "The server has an" : "The server cannot be reached:";
    const what = error.message.startsWith("error") ? `${error.message}: your` : "your";
    return say("kept", `${why} ${what} text is kept in this browser and sent as soon as it can be.`);
  }

  async function deliver() {
    for (const [tab, entry] of waiting.entries()) {
      if (tab === form.tab.value) continue;
      const waited = Math.round((Date.now() - entry.at) / 1000);
      const answer = await post(`${entry.fields}&typed=1&waited=${waited}`).catch(() => null);
      if (!answer) return;
      waiting.drop(tab);
      if (answer.news) say("waited", `This browser kept words from ${answer.news} that are not saved.`, anchor("Show them", location.pathname));
    }
  }

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    current?.abort();
    isSent = true;
    if (snapshot() !== kept) waiting.put(form.tab.value, snapshot());
    form.csrfmiddlewaretoken.value = cookie(); // a log-in in another tab has changed it
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) isSent = isBusy = false; });
  document.addEventListener("visibilitychange", keep);
  window.addEventListener("pagehide", () => {
    if (isSent) return;
    const now = snapshot();
    if (now !== kept) waiting.put(form.tab.value, now);
    const told = now !== kept ? sending(now) : `tab=${form.tab.value}`;
    navigator.sendBeacon(lines.dataset.url, new URLSearchParams(`${told}&left=1&csrfmiddlewaretoken=${cookie()}`));
  });
  window.addEventListener("beforeunload", (event) => { if (isFailing && !isSent && snapshot() !== kept) event.preventDefault(); });
  setInterval(keep, TYPED_EVERY);
  deliver().finally(keep);
}

if (lines && form) start();
