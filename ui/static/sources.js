// The panel of sources, and the citations that lead to it. One source is open at a time.

import { close } from "./conversations.js";
import { all, bring } from "./dom.js";

let passages = null; // where the sources stand
let origin = null; // the citation that was followed last

/** Gradio's panel: `props.value` is the HTML of the newest answer's sources; an empty one leaves those that are there. */
export function panel(element, props, watch) {
  passages = element.querySelector("#passages");
  passages.addEventListener("toggle", fill, true);
  const draw = () => props.value && show(props.value);
  watch("value", draw);
  draw();
}

export function show(html) {
  passages.innerHTML = html;
  const first = passages.querySelector("details");
  if (first) open(first);
}

/** Gradio calls this for a new conversation: messages, the panel without sources, no notice. */
export function emptied(html) {
  close();
  show(html);
  return [[], html, ""];
}

function open(source) {
  for (const other of all("details", passages)) other.open = other === source;
  fill();
}

// Only the open source's passage is in the page.
function fill() {
  for (const source of all("details", passages)) {
    const body = source.querySelector(".passage");
    if (!source.open) body.replaceChildren();
    else if (!body.firstElementChild) body.append(source.querySelector("template").content.cloneNode(true));
  }
  mirror();
}

/** The section before or behind, in the place of the one that is shown. */
export async function near(link) {
  const body = link.closest(".passage");
  const source = body.closest("details");
  const [path, anchor] = link.getAttribute("href").split("#");
  if (source.dataset.address.split(/[?#]/)[0] === path && source.dataset.address.split("#")[1] === anchor) {
    body.replaceChildren(source.querySelector("template").content.cloneNode(true));
  } else {
    const response = await fetch(`${path.replace("/guides/", "/sources/")}/${anchor}`).catch(() => null);
    if (!response?.ok) return window.open(link.href, "_blank", "noopener");
    body.innerHTML = await response.text();
  }
  body.tabIndex = -1;
  body.focus({ preventScroll: true });
  return bring(source, "nearest");
}

// --- marks and sources point at each other -----------------------------------------------------------------

// The citations of the open source stand out in the answer.
export function mirror() {
  const address = passages?.querySelector("details[open]")?.dataset.address;
  for (const link of all("#conversation a.citation")) link.classList.toggle("current", link.getAttribute("href") === address);
}

/** Light up what belongs together while the mouse or the focus is on one of the two. */
export function point(target, on) {
  const link = target.closest?.("#conversation a.citation, #sources .source");
  if (!link) return;
  const address = link.dataset.address ?? link.getAttribute("href");
  const others = link.dataset.address ? all("#conversation a.citation") : all(".source", passages);
  for (const other of others) if ((other.dataset.address ?? other.getAttribute("href")) === address) other.classList.toggle("pointed", on);
}

// --- citations -------------------------------------------------------------------------------------

/** Open the passage that a citation leads to. */
export async function follow(link) {
  origin = link;
  if (!known(link)) await showFor(link.closest(".answer"));
  if (origin !== link) return; // another one was followed meanwhile
  const source = known(link);
  if (!source) return window.open(link.href, "_blank", "noopener");
  open(source);
  source.querySelector("summary").focus({ preventScroll: true });
  bring(source.querySelector("mark") ?? source, "center");
}

const known = (link) =>
  all("details", passages).find(
    (source) => source.dataset.address === link.getAttribute("href") && source.dataset.marker === link.dataset.marker,
  );

/** The sources of an earlier answer; the server draws them from the addresses of its citations. */
export async function showFor(answer) {
  const cited = new Map(all("a.citation", answer).map((link) => [link.dataset.marker, link.getAttribute("href")]));
  const query = new URLSearchParams([...cited].map(([marker, address]) => ["cite", `${marker}:${address}`]));
  const response = await fetch(`/sources?${query}`).catch(() => null);
  if (response?.ok) show(await response.text());
}

/** From a source back to the citation that led there. */
export function back(button) {
  const { marker } = button.closest("details").dataset;
  const shown = origin?.isConnected && origin.dataset.marker === marker;
  const link = shown ? origin : all(`#conversation a.citation[data-marker="${marker}"]`).at(-1);
  bring(link, "center");
  link?.focus({ preventScroll: true });
}

/** The sources of the newest answer that has some, for a conversation that was opened again. */
export function showNewest() {
  const answer = all("#conversation .answer:has(a.citation)").at(-1);
  if (answer) showFor(answer);
}
