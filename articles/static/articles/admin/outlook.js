// Says what the times in the form mean while they are typed; the server knows the time zone.
const line = document.querySelector("output.outlook");
const names = ["publish_at", "embargo_until", "expire_at"];
const fields = () => names.flatMap((name) => [...document.querySelectorAll(`[name="${name}"], [name="${name}_offset"]:checked`)]);
let timer;
let asked = 0;

async function ask() {
  const number = (asked += 1);
  const query = new URLSearchParams(fields().map((field) => [field.name, field.value]));
  try {
    const answer = await fetch(`${line.dataset.url}?${query}`, { headers: { Accept: "application/json" } });
    const { text } = await answer.json();
    if (number === asked) line.textContent = text;
  } catch {
    // Without an answer the line stays as it was; the page says it again when the form is saved.
  }
}

if (line) {
  document.addEventListener("input", (event) => {
    if (!names.some((name) => event.target.name === name || event.target.name === `${name}_offset`)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
}
