// The story form: counts the headline's characters, and confirms a headline that was changed.
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
