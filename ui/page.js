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

// --- "Understood as: … Change" ---------------------------------------------------------------------

// The question that was understood goes into the box, and what is sent from there stands alone.
document.addEventListener("click", (event) => {
  const line = event.target.closest?.("#conversation .change")?.closest(".understood");
  const box = desk.querySelector("#question textarea");
  if (!line || !box) return;
  write(box, line.querySelector(".question").textContent);
  standAlone(true);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
});

// An emptied box has nothing to correct: what is typed next belongs to the conversation again.
desk.addEventListener("input", ({ target }) => {
  if (target.matches("#question textarea") && !target.value) standAlone(false);
  describe();
});

function write(box, text) {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function standAlone(wanted) {
  const tick = desk.querySelector("#standalone input");
  if (tick && tick.checked !== wanted) tick.click();
}

// Whoever does not see the tick hears of it in the box.
function describe() {
  const box = desk.querySelector("#question textarea");
  if (desk.querySelector("#standalone input")?.checked) box?.setAttribute("aria-describedby", "standalone");
  else box?.removeAttribute("aria-describedby");
}

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
  const options = desk.querySelector("#conversation .options");
  options?.setAttribute("role", "group");
  options?.setAttribute("aria-label", "Ask next");
  describe();
  mirror();
}

// The newest question stays at the top while its answer grows, until the reader does something.
let newest = null;
for (const act of ["wheel", "touchmove", "pointerdown", "click", "keydown"])
  document.addEventListener(act, () => (newest = null), { passive: true });

// Where a question was asked by a button that is gone now, the focus goes to the question.
function arrive(question) {
  newest = question;
  if (document.activeElement !== document.body) return;
  const bubble = question.querySelector(".flex-wrap");
  bubble.tabIndex = -1;
  bubble.focus({ preventScroll: true });
}

let questions = 0;
let awaited = window.matchMedia("(hover: hover)").matches; // on a phone the focus would bring up the keyboard
function changed() {
  dress();
  const asked = desk.querySelectorAll("#conversation .user-row");
  if (asked.length > questions) arrive(asked[asked.length - 1]);
  bring(newest, "start");
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
  write(box, question);
  requestAnimationFrame(() => send.click());
}

watch("value", () => show(props.value));
new MutationObserver(changed).observe(desk, { childList: true, subtree: true, characterData: true });
show(props.value);
changed();
