// Footnotes: one a passage, numbered through the whole conversation, with the words that are cited.

import { all, make } from "./dom.js";
import { escaped, oneLine } from "./markdown.js";

export const citationsOf = (node) => all("a.citation", node);

/** The passages that answers cite, by their addresses: {number, address, where, quote}. */
export async function footnotes(nodes) {
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
    const [path, section, reviewed] = [".path", ".section", ".reviewed"].map((part) => oneLine(source.querySelector(part)?.textContent ?? ""));
    note.where = [`${path} › ${section}`, reviewed].filter(Boolean).join(" · ");
  }
}

/** Footnotes as Markdown. */
export const listed = (notes) =>
  [...notes.values()].map(({ number, where, quote, address }) => `[^${number}]: ${escaped(where)}${quote ? `: “${escaped(quote)}”` : ""} <${address}>`);

/** A footnote on paper. */
export function footnote({ where, quote, address }) {
  const words = quote ? [make("q", { textContent: quote }), make("br")] : [];
  return make("li", {}, ...words, `${where} `, make("span", { className: "address", textContent: address }));
}
