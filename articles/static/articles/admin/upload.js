// The import page: files dropped or chosen are sent in portions, and a page that works is asked how far it is.
import { post, takeDrops } from "articles/pictures";

const PORTION_FILES = 50;
const PORTION_BYTES = 32 * 1024 * 1024;

const form = document.querySelector("form.drop");
if (form) handIn(form);
if (document.getElementById("progress")) follow();

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function complain(text) {
  const note = document.querySelector(".errornote[role=alert]");
  note.textContent = text;
  note.hidden = !text;
}

function handIn(form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".chosen-files");
  const status = form.querySelector(".sending");
  const [submit, reset] = form.querySelectorAll("button");
  let files = []; // {path, file}
  let upload = "";
  let isSending = false;

  form.classList.add("has-script");
  input.required = false;

  function add(found) {
    files.push(...found);
    const total = files.reduce((sum, one) => sum + one.file.size, 0);
    const shown = files.slice(0, 20).map((one) => `${one.path} (${size(one.file.size)})`);
    if (files.length > 20) shown.push(`and ${files.length - 20} more`);
    shown.push(`${files.length} ${files.length === 1 ? "file" : "files"}, ${size(total)}`);
    list.replaceChildren(
      ...shown.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    list.hidden = reset.hidden = !files.length;
    const most = Number(form.dataset.mostBytes);
    complain(total > most ? `That is ${size(total)}, and one upload may hold ${size(most)}. Choose anew.` : "");
    submit.disabled = total > most;
  }

  input.addEventListener("change", () => {
    add([...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
    input.value = "";
  });

  form.addEventListener("reset", () => {
    files = [];
    upload = "";
    add([]);
  });

  takeDrops(document.body, async (dropped, event) => {
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = dropped.map((file) => ({ path: file.name, file }));
    if (!isSending) add(entries.some((entry) => entry.isDirectory) ? await below(entries) : plain);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!files.length) return complain("Choose at least one file, or a zip archive of them.");
    isSending = submit.disabled = reset.disabled = true;
    status.hidden = false;
    complain("");
    try {
      await sendAll();
    } catch (error) {
      complain(`${error.message} What was sent before is kept; press the button again for the rest.`);
    }
    isSending = submit.disabled = reset.disabled = false;
    status.hidden = true;
  });

  async function sendAll() {
    const total = files.length;
    const [bar, text] = status.children;
    while (files.length) {
      const portion = nextPortion(files);
      const sent = total - files.length;
      const fields = portion.flatMap(({ path, file }) => [["path", path], ["files", file]]);
      const answer = await post(form.action, [["upload", upload], ...fields], (share) => {
        bar.value = (sent + share * portion.length) / total;
        text.textContent = `${sent} of ${total} files are there.`;
      });
      if (answer.error) throw new Error(answer.error);
      upload = answer.upload;
      files = files.slice(portion.length);
      if (!files.length) location.assign(answer.address);
    }
  }
}

function nextPortion(files) {
  let bytes = 0;
  const end = files.findIndex((one, index) => {
    bytes += one.file.size;
    return index === PORTION_FILES || (index > 0 && bytes > PORTION_BYTES);
  });
  return end < 0 ? files : files.slice(0, end);
}

async function below(entries) {
  const found = [];
  for (const entry of entries) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      found.push({ path: entry.fullPath.slice(1), file });
    } else {
      const reader = entry.createReader();
      const read = () => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      for (let some = await read(); some.length; some = await read()) found.push(...(await below(some)));
    }
  }
  return found;
}

// Each visit of the page does the next part of the work, so asking is what carries it on.
async function follow() {
  for (let fails = 0; ; ) {
    let page;
    try {
      const response = await fetch(location.href);
      if (response.redirected) return location.reload(); // signed out
      if (!response.ok) throw new Error();
      page = new DOMParser().parseFromString(await response.text(), "text/html");
      fails = 0;
      complain("");
    } catch {
      complain("No answer at the moment; trying again. Nothing is lost.");
      await new Promise((resolve) => setTimeout(resolve, Math.min(30, 2 ** ++fails) * 1000));
      continue;
    }
    const news = page.getElementById("progress");
    if (!news) return location.reload();
    document.getElementById("progress").replaceChildren(...news.childNodes);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
