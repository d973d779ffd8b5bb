// The lead picture: chosen in the library or dropped here; without this script its number is typed.
import { button, card, face, make, pick, takeDrops } from "articles/pictures";

function dress(choice) {
  const input = choice.querySelector("input");
  const chosen = choice.querySelector(".picture-chosen");
  const put = (one) => {
    input.value = one?.id ?? "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    show(one);
  };
  const choose = async (files) => {
    const one = await pick(files);
    if (one) put(one);
    open.focus();
  };
  const open = button("", () => choose());
  const remove = button("Remove", () => { put(); open.focus(); });
  const describe = make("a", { target: "_blank", className: "button", textContent: "Describe" });
  const show = (one) => {
    chosen.replaceChildren(...(one ? face(one) : []));
    open.textContent = one ? "Another picture" : "Choose a picture";
    describe.hidden = remove.hidden = !one;
    describe.href = one?.url ?? "";
  };
  const look = async () => show(input.value ? await card(input.value) : undefined);
  input.hidden = true;
  choice.classList.add("has-script");
  choice.querySelector(".picture-buttons").replaceChildren(open, describe, remove);
  takeDrops(choice, choose);
  window.addEventListener("focus", look); // it may have been described in another tab
  look();
}

document.querySelectorAll(".picture-choice").forEach(dress);
