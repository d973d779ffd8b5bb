// Moves the rows of the front page by dragging and by their arrow buttons; the button below saves the order.
const form = document.getElementById("arrange");
const lists = [...form.querySelectorAll(".front-rows")];
const note = form.querySelector(".front-unsaved");
let dragged = null;

function moved(row) {
  row.querySelector("input[type=hidden]").name = row.closest(".front-rows").dataset.part;
  note.hidden = false;
}

if (note) {
  for (const row of form.querySelectorAll(".front-row")) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      if (event.target !== row) return;
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      row.classList.add("is-dragged");
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      dragged = null;
    });
  }
  for (const list of lists) {
    const part = list.closest("section");
    part.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const after = [...list.children].find((one) => one !== dragged && event.clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
      if (after ? dragged.nextElementSibling !== after : list.lastElementChild !== dragged) {
        list.insertBefore(dragged, after ?? null);
        moved(dragged);
      }
    });
    part.addEventListener("drop", (event) => event.preventDefault());
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=act]");
    const [verb] = (button?.value ?? "").split(":");
    if (verb !== "up" && verb !== "down") return;
    event.preventDefault();
    const row = button.closest(".front-row");
    const other = verb === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (verb === "up") other.before(row);
    else other.after(row);
    button.focus();
    moved(row);
  });
  form.addEventListener("input", () => { note.hidden = false; });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && !note.hidden) event.preventDefault(); });
}
