// The chat page's script: what happens on a click, and what Gradio strips from a message or adds to it.

import { all, bring, box, find, voice } from "./dom.js";
import { restore, fresh, history } from "./drawer.js";
import { copy, print, save } from "./export.js";
import { helpful, unhelpful } from "./feedback.js";
import { kept } from "./profile.js";
import { back, follow, mirror, near, panel, point } from "./sources.js";
import { again, begin, change, dismiss, edit } from "./turns.js";

// A button `class="act copy"` does `copy`: of a message's attributes Gradio leaves little but its classes.
const ACTS = { again, back, change, copy, dismiss, edit, fresh, helpful, history, near, print, save, unhelpful };

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".act, #conversation a.citation");
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (button.matches(".citation")) follow(button);
  else ACTS[[...button.classList].find((name) => Object.hasOwn(ACTS, name))]?.(button);
});
for (const [comes, goes] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(comes, (event) => point(event.target, true));
  document.addEventListener(goes, (event) => point(event.target, false));
}

// The marker travels in a class ("n-3"); links that Gradio would open in a new window stay here.
function dress() {
  for (const link of all("#conversation a.citation:not([data-marker])")) {
    link.dataset.marker = [...link.classList].find((name) => /^n-\d+$/.test(name))?.slice(2) ?? link.textContent;
    link.removeAttribute("target");
    if (!link.closest(".nearest")) link.setAttribute("aria-label", `Source ${link.dataset.marker}: ${link.title}`);
  }
  for (const message of all("#conversation [data-testid][aria-label]")) message.removeAttribute("aria-label");
  find("#conversation .examples[role]")?.removeAttribute("role"); // a list without items
  const options = find("#conversation .options");
  options?.setAttribute("role", "group");
  options?.setAttribute("aria-label", "Ask next");
  // A screen reader reads an answer once it is there, not each of its beginnings.
  find("#conversation [role=log]")?.setAttribute("aria-busy", String(find("#conversation .growing") !== null));
  find("#foot .keep a")?.classList.toggle("told", kept() !== "");
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
let begun = false;
function changed() {
  dress();
  const asked = all("#conversation .user-row");
  if (asked.length > questions) arrive(asked.at(-1));
  bring(newest, "start");
  questions = asked.length;
  if (!box() || !find("#reopen")) return;
  if (awaited) {
    awaited = false;
    box().focus({ preventScroll: true });
  }
  if (!begun) {
    begun = true;
    restore();
    begin();
  }
}

/** Gradio calls this when the panel of sources is there. */
export function start(element, props, watch) {
  panel(element, props, watch);
  voice();
  new MutationObserver(changed).observe(find("#desk"), { childList: true, subtree: true, characterData: true });
  changed();
}
