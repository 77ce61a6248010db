// An answer's HTML, as it was made on the server, as Markdown.

export const oneLine = (text) => text.replace(/\s+/g, " ").trim();
export const escaped = (text) => text.replace(/[\\`*_[\]<>#|]/g, "\\$&");

/** An answer, with its citations as footnotes. */
export function markdown(answer, notes) {
  const text = [...answer.childNodes].map((node) => block(node, notes, "")).join("");
  return text.replace(/\n{3,}/g, "\n\n").trim();
}

function block(node, notes, indent) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.textContent.replace(/\u00a0$/, "").replace(/\s+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".actions, .understood, form")) return "";
  const inner = () => [...node.childNodes].map((child) => block(child, notes, indent)).join("");
  if (node.matches("a.citation")) return `${node.closest(".nearest") ? inner() : ""}[^${notes.get(node.getAttribute("href")).number}]`;
  switch (node.localName) {
    case "strong":
      return `**${inner()}**`;
    case "em":
      return `*${inner()}*`;
    case "ul":
    case "ol":
      return `\n${items(node, notes, indent)}\n`;
    case "p":
    case "div":
    case "tr":
      return `\n\n${indent}${inner().trim()}\n\n`;
    default:
      return inner();
  }
}

function items(list, notes, indent) {
  const sign = (at) => (list.localName === "ol" ? `${at + 1}. ` : "- ");
  const words = (item) => [...item.childNodes].map((child) => block(child, notes, `${indent}  `)).join("");
  return [...list.children].map((item, at) => `${indent}${sign(at)}${words(item).replace(/\n{2,}/g, "\n").trim()}\n`).join("");
}
