// The page that adds pictures: each file goes as soon as it is dropped or chosen.
import { face, make, send, takeDrops } from "articles/pictures";

const form = document.querySelector("form.drop");
const rows = document.querySelector(".picture-rows");
const input = form.querySelector("input[type=file]");

form.classList.add("has-script");
const take = (files) => send(files, rows, (card, row) => {
  const link = make("a", { href: card.url, className: "picture-card", target: "_blank" }, ...face(card));
  row.prepend(link);
});
input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
takeDrops(document.body, take);
