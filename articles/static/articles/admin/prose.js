// The prose editor over a story's body. Our own small preset of django-prose-editor, because its
// ready ones inject a <style> (which the Content-Security-Policy refuses) and collapse white space.
import * as prose from "django-prose-editor/editor";
import { Figure } from "articles/figure";

const OrderedList = prose.OrderedList.extend({
  addAttributes() {
    const { start } = this.parent();
    return { start };
  },
  addNodeView: null,
}).configure({ enableListAttributes: false });

const Link = prose.Link.extend({
  addAttributes() {
    const { href } = this.parent();
    return { href };
  },
  addCommands() {
    const link = this.name;
    const ask = prose.updateAttrsDialog(
      { href: { type: "string", title: "Address" } },
      { title: "Link", submitText: "Set link" },
    );
    return {
      ...this.parent(),
      addLink: () => ({ editor }) => {
        if (editor.state.selection.empty && !editor.isActive("link")) return false;
        ask(editor, editor.getAttributes(link)).then((attrs) => {
          if (!attrs) return;
          const chain = editor.chain().focus().extendMarkRange(link);
          (attrs.href ? chain.setLink(attrs) : chain.unsetLink()).run();
        });
        return true;
      },
    };
  },
});

// Google Docs wraps whatever is copied there in a <b> that is not bold, and says what is in styles, which the
// Content-Security-Policy leaves unread.
const styled = (style) => ({ tag: `span[style*="${style}"]`, consuming: false });
const Bold = prose.Bold.extend({
  parseHTML() {
    return [{ tag: "b[id^=docs-internal-guid]", skip: true }, styled("font-weight:700"), ...this.parent()];
  },
});
const Italic = prose.Italic.extend({
  parseHTML() {
    return [styled("font-style:italic"), ...this.parent()];
  },
});

// Marks of our own. The priority is the order of nesting: a footnote holds its links, and so stays one element.
const mark = (name, tag, priority, button, title) => prose.Mark.create({
  name,
  priority,
  inclusive: false,
  parseHTML: () => [{ tag }],
  renderHTML: () => [tag, 0],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name,
      groups: "marks",
      button: buttons.material(button, title),
      active: (editor) => editor.isActive(name),
      enabled: (editor) => editor.can().toggleMark(name),
      command: (editor) => editor.chain().focus().toggleMark(name).run(),
    });
  },
});
const Footnote = mark("footnote", "small", 1300, "comment", "Footnote: readers find the marked words below the story");
const Credit = mark("credit", "cite", 1200, "attribution", "Credit: who said or made it");

const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const Language = prose.Mark.create({
  name: "language",
  priority: 1100,
  addAttributes: () => ({ lang: {} }),
  parseHTML: () => [{ tag: "span[lang]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
  addMenuItems({ menu, buttons }) {
    const ask = prose.updateAttrsDialog(
      { lang: { type: "string", title: "Language, as in de, cy or fr-CA; empty: that of the paper" } },
      { title: "Language of the marked words", submitText: "Set" },
    );
    menu.defineItem({
      name: "language",
      groups: "marks",
      button: buttons.material("translate", "Language of the marked words"),
      active: (editor) => editor.isActive("language"),
      enabled: (editor) => !editor.state.selection.empty || editor.isActive("language"),
      command: (editor) => ask(editor, editor.getAttributes("language")).then((attrs) => {
        if (!attrs) return;
        const chain = editor.chain().focus().extendMarkRange("language");
        const lang = (attrs.lang ?? "").trim();
        (LANGUAGE.test(lang) ? chain.setMark("language", { lang }) : chain.unsetMark("language")).run();
      }),
    });
  },
});

// A cell holds paragraphs alone, and its column is as wide as it needs to be. Other blocks that are pasted into one
// would tear the table apart; of a <div>, which the editor does not know, it makes paragraphs.
const BLOCKS = "table, caption, thead, tbody, tfoot, tr, th, td, h1, h2, h3, h4, h5, h6, ul, ol, li, pre, blockquote, hr, figure, figcaption";
const asParagraphs = (element) => {
  element.querySelectorAll(BLOCKS).forEach((block) => {
    const plain = document.createElement("div");
    plain.append(...block.childNodes);
    block.replaceWith(plain);
  });
  return element;
};
const cell = (node, tag) => node.extend({
  content: "paragraph+",
  parseHTML: () => [{ tag, contentElement: asParagraphs }],
  addAttributes: () => ({ colspan: { default: 1 }, rowspan: { default: 1 } }),
});
// As tables.py does: a column begins where some cell does, whatever the spans say.
const withoutEmptyColumns = (table) => {
  const until = [];
  const begun = new Map();
  let width = 0;
  [...table.rows].forEach((row, place) => [...row.cells].forEach((cell) => {
    let column = 0;
    while (until[column] > place) column += 1;
    begun.set(cell, column);
    width = Math.max(width, column + 1);
    until.length = Math.max(until.length, column + cell.colSpan);
    until.fill(place + cell.rowSpan, column, column + cell.colSpan);
  }));
  begun.forEach((column, cell) => { if (column + cell.colSpan > width) cell.colSpan = width - column; });
  return table;
};
const Table = prose.Table.extend({
  parseHTML: () => [{ tag: "table", contentElement: withoutEmptyColumns }],
  addMenuItems(given) {
    this.parent(given);
    // A table that is put into another would cut it in two.
    given.menu.items("table").find(({ name }) => name === "table").enabled = (editor) => !editor.isActive("table");
  },
});
const TableCell = cell(prose.TableCell, "td");
const TableHeader = cell(prose.TableHeader, "th");

const CodeBlock = prose.CodeBlock.extend({ addAttributes: null, addInputRules: null });

const OURS = { ...prose, Bold, Italic, OrderedList, Link, CodeBlock, Footnote, Credit, Language, Figure, Table, TableCell, TableHeader };

function edit(textarea) {
  const config = JSON.parse(textarea.dataset.prose);
  const extensions = Object.entries(config)
    .filter(([, options]) => options !== false)
    .map(([name, options]) => (options === true ? OURS[name] : OURS[name].configure(options)));
  const element = document.createElement("div");
  element.className = "prose-editor";
  textarea.before(element);
  element.append(textarea);
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const editor = new prose.Editor({
    element,
    extensions,
    content: textarea.value,
    injectCSS: false,
    parseOptions: { preserveWhitespace: "full" },
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label?.textContent.replace(":", "") || "Text", ...(textarea.lang && { lang: textarea.lang }) } },
    onUpdate() {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  label?.addEventListener("click", () => editor.commands.focus());
  textarea.prose = editor;
}

document.querySelectorAll("textarea[data-prose]").forEach(edit);
