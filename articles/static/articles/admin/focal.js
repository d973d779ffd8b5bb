// The focal point: a click on the picture, or the arrow keys on its mark; the number fields say the same.
const frame = document.querySelector(".focal");
const fields = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`));

if (frame && fields.every(Boolean)) {
  const mark = Object.assign(document.createElement("button"), { type: "button", className: "focal-mark" });
  const crops = [...document.querySelectorAll(".crops img")];
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const share = (value) => Math.min(1, Math.max(0, Number(value) || 0));
  const show = () => {
    const [x, y] = fields.map((field) => `${Math.round(share(field.value) * 100)}%`);
    Object.assign(mark.style, { insetInlineStart: x, top: y });
    mark.ariaLabel = `Focal point: ${x} from the left, ${y} from the top. Arrow keys move it.`;
    for (const crop of crops) crop.style.objectPosition = `${x} ${y}`;
  };
  const put = (...point) => {
    fields.forEach((field, axis) => { field.value = Math.round(share(point[axis]) * 100) / 100; });
    show();
  };
  frame.append(mark);
  frame.addEventListener("click", (event) => {
    if (event.target === mark) return;
    const box = frame.querySelector("img").getBoundingClientRect();
    put((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    mark.focus();
  });
  mark.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    put(...fields.map((field, axis) => share(field.value) + step[axis] * (event.shiftKey ? 0.1 : 0.01)));
  });
  for (const field of fields) field.addEventListener("input", show);
  show();
}
