// A conversation as Markdown or on paper, every cited passage quoted in a footnote.

import { textOf } from "./conversations.js";
import { all, date, find, make, say } from "./dom.js";
import { citationsOf, footnote, footnotes, listed } from "./footnotes.js";
import { escaped, markdown, oneLine } from "./markdown.js";

const rows = () =>
  all("#conversation .message-row").map((row) => row.querySelector(".answer") ?? row.querySelector(".prose"));
const isAnswer = (node) => node.matches(".answer");

/** Save the open conversation as a Markdown file. */
export const save = () => saveNodes(rows());

/** Save any conversation as a Markdown file: read into a document of its own, in which nothing runs. */
export const saveMessages = (messages) =>
  saveNodes(
    messages.map((message) => {
      const { body } = new DOMParser().parseFromString(textOf(message, true), "text/html");
      return body.querySelector(".answer") ?? body;
    }),
  );

async function saveNodes(nodes) {
  const notes = await footnotes(nodes);
  const turns = nodes.map((node) => (isAnswer(node) ? markdown(node, notes) : `## ${escaped(oneLine(node.textContent))}`));
  const text = [`# ${title()}`, about(), ...turns, ...listed(notes)].join("\n\n");
  const address = URL.createObjectURL(new Blob([text, "\n"], { type: "text/markdown" }));
  make("a", { href: address, download: `${slug(nodes[0].textContent)}.md` }).click();
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
  const paper = make("div", { id: "paper" }, make("h1", { textContent: title() }), make("p", { className: "about", textContent: about() }));
  for (const node of nodes) paper.append(isAnswer(node) ? printed(node, notes) : make("h2", { textContent: node.textContent.trim() }));
  paper.append(make("h2", { textContent: "Sources" }), make("ol", {}, ...[...notes.values()].map(footnote)));
  find("#paper")?.remove();
  document.body.append(paper);
  window.addEventListener("afterprint", () => paper.remove(), { once: true });
  window.print();
}

const title = () => `Match Advisor, ${date(Date.now())}`;
const slug = (text) => (text.toLowerCase().match(/[a-z0-9]+/g) ?? ["conversation"]).slice(0, 8).join("-").slice(0, 60);
const about = () => find("#foot .note")?.textContent ?? "";

function printed(answer, notes) {
  const copy = answer.cloneNode(true);
  for (const extra of copy.querySelectorAll(".actions, .understood, form")) extra.remove();
  for (const link of citationsOf(copy)) {
    const words = link.closest(".nearest") ? [link.textContent] : [];
    link.replaceWith(...words, make("sup", { textContent: notes.get(link.getAttribute("href")).number }));
  }
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
