// The open conversation as Markdown or on paper, every cited passage quoted in a footnote.

import { all, find, make, say } from "./dom.js";

const rows = () =>
  all("#conversation .message-row").map((row) => row.querySelector(".answer") ?? row.querySelector(".prose"));
const isAnswer = (node) => node.matches(".answer");
const citationsOf = (node) => all("a.citation", node);

/** Save the conversation as a Markdown file. */
export async function save() {
  const notes = await footnotes(rows());
  const turns = rows().map((node) => (isAnswer(node) ? markdown(node, notes) : `## ${oneLine(node.textContent)}`));
  const text = [`# ${title()}`, ...turns, ...listed(notes)].join("\n\n");
  const address = URL.createObjectURL(new Blob([text, "\n"], { type: "text/markdown" }));
  make("a", { href: address, download: "conversation.md" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Copy one answer with its sources. */
export async function copy(button) {
  const answer = button.closest(".answer");
  const notes = await footnotes([answer]);
  const text = [markdown(answer, notes), ...listed(notes)].join("\n\n");
  say((await toClipboard(text)) ? "Copied, with its sources." : "This browser does not let the page copy.");
}

/** Lay the conversation out on paper and open the browser's print dialog (which also saves as PDF). */
export async function print() {
  const nodes = rows();
  const notes = await footnotes(nodes);
  const paper = make("div", { id: "paper" }, make("h1", { textContent: title() }));
  for (const node of nodes) paper.append(isAnswer(node) ? printed(node, notes) : make("h2", { textContent: node.textContent.trim() }));
  paper.append(make("h2", { textContent: "Sources" }), make("ol", {}, ...[...notes.values()].map(footnote)));
  find("#paper")?.remove();
  document.body.append(paper);
  window.addEventListener("afterprint", () => paper.remove(), { once: true });
  window.print();
}

const title = () => `Match Advisor, ${new Date().toLocaleDateString("en-GB", { dateStyle: "long" })}`;

// --- footnotes: one a passage, numbered through the whole conversation ------------------------------------

async function footnotes(nodes) {
  const cited = new Map();
  for (const link of nodes.flatMap(citationsOf)) {
    const address = link.getAttribute("href");
    if (!cited.has(address)) cited.set(address, { number: cited.size + 1, address: link.href, where: link.title, quote: "" });
  }
  const addresses = [...cited.keys()];
  for (let at = 0; at < addresses.length; at += 25) await quoted(cited, addresses.slice(at, at + 25));
  return cited;
}

/** The words themselves come from the guides; where they cannot be fetched the address alone is noted. */
async function quoted(cited, addresses) {
  const query = new URLSearchParams(addresses.map((address) => ["cite", `${cited.get(address).number}:${address}`]));
  const response = await fetch(`/sources?${query}`).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const source of page.querySelectorAll(".source")) {
    const note = cited.get(source.dataset.address);
    if (!note) continue;
    const passage = source.querySelector("template").content;
    note.quote = oneLine(all("mark", passage).map((mark) => mark.textContent).join(" "));
    note.where = [".path", ".section", ".reviewed"].map((part) => oneLine(source.querySelector(part)?.textContent ?? "")).filter(Boolean).join(" › ");
  }
}

const listed = (notes) =>
  [...notes.values()].map(({ number, where, quote, address }) => `[^${number}]: ${escaped(where)}${quote ? `: “${escaped(quote)}”` : ""} <${address}>`);

function footnote({ where, quote, address }) {
  const words = quote ? [make("q", { textContent: quote }), make("br")] : [];
  return make("li", {}, ...words, `${where} `, make("span", { className: "address", textContent: address }));
}

// --- an answer's HTML, which Gradio has cleaned, as Markdown and as print -----------------------------------

const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const escaped = (text) => text.replace(/[\\`*_[\]<>#|]/g, "\\$&");

function markdown(answer, notes) {
  const text = [...answer.childNodes].map((node) => block(node, notes, "")).join("");
  return text.replace(/\n{3,}/g, "\n\n").trim();
}

function block(node, notes, indent) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.textContent.replace(/\s+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".actions, .understood, form")) return "";
  if (node.matches("a.citation") && !node.closest(".nearest")) return `[^${notes.get(node.getAttribute("href")).number}]`;
  const inner = () => [...node.childNodes].map((child) => block(child, notes, indent)).join("");
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

function printed(answer, notes) {
  const copy = answer.cloneNode(true);
  for (const extra of copy.querySelectorAll(".actions, .understood, form")) extra.remove();
  for (const link of citationsOf(copy).filter((one) => !one.closest(".nearest")))
    link.replaceWith(make("sup", { textContent: notes.get(link.getAttribute("href")).number }));
  return copy;
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { value: text }); // pages without https have no clipboard of their own
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
