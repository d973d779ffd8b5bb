// A picture of the library in the text: it holds the picture's number, and as its text what this story says of it.
import { Node } from "django-prose-editor/editor";
import { button, card, face, make, pick } from "articles/pictures";

export const Figure = Node.create({
  name: "figure", // the menu has a button for a node of this name
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,

  addAttributes: () => ({ picture: { parseHTML: (element) => element.dataset.picture } }),
  parseHTML: () => [{ tag: "figure[data-picture]", contentElement: (element) => element.querySelector("figcaption") ?? element }],
  renderHTML: ({ node }) => ["figure", { "data-picture": node.attrs.picture }, ...(node.content.size ? [["figcaption", 0]] : [])],

  addCommands() {
    return {
      insertFigure: () => ({ editor, dispatch }) => {
        if (dispatch) pick().then((chosen) => {
          if (!chosen) return editor.commands.focus();
          const { $to } = editor.state.selection;
          const after = $to.depth ? $to.after(1) : $to.pos;
          return editor.chain().insertContentAt(after, { type: this.name, attrs: { picture: chosen.id } }).focus().run();
        });
        return true;
      },
    };
  },

  addKeyboardShortcuts() {
    const caption = () => {
      const { $from, empty } = this.editor.state.selection;
      return $from.parent.type.name === this.name ? { $from, isEmpty: empty && !$from.parent.content.size } : null;
    };
    return {
      Enter: () => {
        const here = caption();
        return !!here && this.editor.chain().insertContentAt(here.$from.after(), { type: "paragraph" }).focus().run();
      },
      Backspace: () => !!caption()?.isEmpty && this.editor.commands.deleteNode(this.name),
    };
  },

  addNodeView: () => ({ node, editor, getPos }) => {
    let { picture } = node.attrs;
    const shown = make("div", { className: "figure-picture", contentEditable: "false" });
    const contentDOM = make("figcaption");
    const dom = make("figure", {}, shown, contentDOM);
    const change = button("Another picture", async () => {
      const chosen = await pick();
      if (chosen) editor.chain().command(({ tr }) => tr.setNodeAttribute(getPos(), "picture", String(chosen.id))).focus().run();
    });
    const remove = button("Remove", () => editor.chain().deleteRange({ from: getPos(), to: getPos() + editor.state.doc.nodeAt(getPos()).nodeSize }).focus().run());
    const show = async () => {
      const known = await card(picture);
      contentDOM.dataset.placeholder = known?.caption || "Caption of this story";
      const describe = known && make("a", { href: known.url, target: "_blank", className: "button", textContent: "Describe" });
      shown.replaceChildren(
        ...(known ? face({ ...known, text: "" }) : [make("p", { className: "errornote", textContent: `There is no picture ${picture} in the library.` })]),
        make("span", { className: "figure-buttons" }, describe, change, remove),
      );
    };
    show();
    window.addEventListener("focus", show); // it may have been described in another tab
    return {
      dom,
      contentDOM,
      update(now) {
        if (now.type.name !== node.type.name) return false;
        if (now.attrs.picture !== picture) { picture = now.attrs.picture; show(); }
        return true;
      },
      stopEvent: (event) => shown.contains(event.target) && event.target.closest("button, a") !== null,
      ignoreMutation: ({ type, target }) => type === "attributes" || (type !== "selection" && !contentDOM.contains(target)),
      destroy: () => window.removeEventListener("focus", show),
    };
  },
});
