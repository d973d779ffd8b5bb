// Two versions side by side: a choice fills the field below with its words, and words typed there are the choice.
for (const decision of document.querySelectorAll(".decision")) {
  const own = decision.querySelector(".own");
  const field = own?.querySelector("textarea, input");
  if (!field) continue;
  let isFilling = false;
  decision.addEventListener("change", ({ target }) => {
    const words = target.type === "radio" && own.dataset[target.value];
    if (typeof words !== "string") return;
    isFilling = true;
    if (field.prose) field.prose.commands.setContent(words, { parseOptions: field.prose.options.parseOptions });
    field.value = words;
    isFilling = false;
  });
  field.addEventListener("input", () => {
    if (!isFilling) decision.querySelector("input[value=own]").checked = true;
  });
}
