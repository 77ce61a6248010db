// The chat page's script. Gradio runs it as a function when the sources panel is there;
// `element` is the panel's own element, `props.value` the HTML of the newest answer's sources.
const passages = element.querySelector("#passages");
const desk = element.closest("#desk"); // Gradio loads its parts one by one: look inside it anew each time
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let origin = null; // the citation that was followed last

const bring = (target, block) =>
  target?.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

// --- the panel: one source is open at a time, and only its passage is in the page -----------------

function show(html) {
  passages.innerHTML = html;
  const first = passages.querySelector("details");
  if (first) open(first);
}

function open(source) {
  for (const other of passages.querySelectorAll("details")) other.open = other === source;
  fill();
}

function fill() {
  for (const source of passages.querySelectorAll("details")) {
    const body = source.querySelector(".passage");
    if (!source.open) body.replaceChildren();
    else if (!body.firstElementChild) body.append(source.querySelector("template").content.cloneNode(true));
  }
  mirror();
}

// The citations of the open source stand out in the answer.
function mirror() {
  const address = passages.querySelector("details[open]")?.dataset.address;
  for (const link of desk.querySelectorAll("#conversation a.citation"))
    link.classList.toggle("current", link.getAttribute("href") === address);
}

passages.addEventListener("toggle", fill, true);
passages.addEventListener("click", (event) => {
  if (!event.target.closest(".back")) return;
  const marker = event.target.closest("details").dataset.marker;
  const shown = origin?.isConnected && origin.dataset.marker === marker;
  const back = shown ? origin : [...desk.querySelectorAll(`#conversation a.citation[data-marker="${marker}"]`)].pop();
  bring(back, "center");
  back?.focus({ preventScroll: true });
});

// --- citations -------------------------------------------------------------------------------------

async function follow(link) {
  origin = link;
  const citations = [...link.closest(".answer").querySelectorAll("a.citation")];
  const known = (other) => find(other.getAttribute("href"), other.dataset.marker);
  if (!citations.every(known)) await fetchSources(citations);
  if (origin !== link) return; // another one was followed meanwhile
  const source = known(link);
  if (!source) return window.open(link.href, "_blank", "noopener");
  open(source);
  source.querySelector("summary").focus({ preventScroll: true });
  bring(source.querySelector("mark") ?? source, "center");
}

function find(address, marker) {
  return [...passages.querySelectorAll("details")].find(
    (source) => source.dataset.address === address && source.dataset.marker === marker,
  );
}

// An earlier answer's sources are drawn by the server from the addresses of its citations.
async function fetchSources(citations) {
  const cited = new Map(citations.map((link) => [link.dataset.marker, link.getAttribute("href")]));
  const query = new URLSearchParams([...cited].map(([marker, address]) => ["cite", `${marker}:${address}`]));
  const response = await fetch(`/sources?${query}`);
  if (response.ok) show(await response.text());
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#conversation a.citation");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  follow(link);
});

// --- what Gradio strips from a message or adds to it ---------------------------------------------------

// A message keeps its classes, links and titles, so the marker travels in a class ("n-3").
function dress() {
  for (const link of desk.querySelectorAll("#conversation a.citation:not([data-marker])")) {
    link.dataset.marker = [...link.classList].find((name) => /^n-\d+$/.test(name))?.slice(2) ?? link.textContent;
    link.removeAttribute("target");
    if (!link.closest(".nearest")) link.setAttribute("aria-label", `Source ${link.dataset.marker}: ${link.title}`);
  }
  for (const message of desk.querySelectorAll("#conversation [data-testid][aria-label]")) message.removeAttribute("aria-label");
  desk.querySelector("#conversation .examples[role]")?.removeAttribute("role"); // a list without items
  mirror();
}

let questions = 0;
let awaited = window.matchMedia("(hover: hover)").matches; // on a phone the focus would bring up the keyboard
function changed() {
  dress();
  const asked = desk.querySelectorAll("#conversation .user-row");
  if (asked.length > questions) bring(asked[asked.length - 1], "start");
  questions = asked.length;
  const box = desk.querySelector("#question textarea");
  if (awaited && box) {
    awaited = false;
    box.focus({ preventScroll: true });
  }
  askFromAddress(box);
}

// --- an address that asks: /?q=… -------------------------------------------------------------------

function askFromAddress(box) {
  const send = desk.querySelector("#send");
  const question = new URLSearchParams(location.search).get("q")?.trim();
  if (!question || !box || !send) return;
  history.replaceState(null, "", location.pathname);
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => send.click());
}

watch("value", () => show(props.value));
new MutationObserver(changed).observe(desk, { childList: true, subtree: true, characterData: true });
show(props.value);
changed();
