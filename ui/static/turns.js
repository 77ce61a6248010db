// Asking: which turn a question takes, and what becomes of the conversation when it is stopped or fails.

import { box, find, make, offer, position, write } from "./dom.js";
import { answered, keep, shown, textOf } from "./conversations.js";
import { kept } from "./profile.js";

const UNANSWERED = "advisor.unanswered"; // of this tab: Gradio loads the page anew when the connection breaks

const before = unanswered();
let next = plain(); // how the next question is asked
let asked = { question: "", conversation: [] }; // the last question, in case it fails
let halted = null; // what a stop left
let stopping = false; // whether Gradio still ends a question that was stopped
let held = false; // whether one was sent meanwhile
let release = null; // a timer, from when Gradio has ended it
const ECHO = 500; // milliseconds within which Gradio says so a second time, over another connection

function plain() {
  return { from: null, alone: false };
}

/** Gradio calls this before a question is sent: question, conversation, first turn that it replaces, alone, profile. */
export function turn(question, conversation) {
  asked = { question, conversation };
  halted = null;
  remember(question);
  const { from, alone } = next;
  settle();
  return [question, conversation, from, alone, kept()];
}

/** Gradio calls this whenever the conversation has changed; what is asked in it leaves the box, and not before. */
export function heard(conversation) {
  if (answered(conversation ?? [])) remember("");
  const last = conversation?.findLast((message) => message.role === "user");
  if (last && bare(textOf(last)) === bare(asked.question) && bare(box().value) === bare(asked.question)) write(box(), "");
  keep(conversation);
}

/** Gradio calls this after a turn: what was not answered, for the reason that the notice gives, is in the box again. */
export const returned = (notice) => (notice && !box().value ? asked.question : undefined);

function remember(question) {
  try {
    sessionStorage.setItem(UNANSWERED, question);
  } catch {
    // a browser without storage keeps nothing
  }
}

function unanswered() {
  try {
    return sessionStorage.getItem(UNANSWERED) ?? "";
  } catch {
    return "";
  }
}

const bare = (text) => text.replace(/\s+/g, " ").trim();

/** Gradio calls this when a question failed, and twice once it has ended a stopped one: conversation, question, notice. */
export function failed(notice) {
  if (!stopping) return [asked.conversation, asked.question, notice];
  release ??= setTimeout(resume, ECHO);
  return halted ? [halted[0], box().value || halted[1], ""] : []; // late, so that something may be typed already
}

function resume() {
  const waiting = held;
  stopping = held = false;
  release = null;
  if (waiting) find("#send").click();
}

/** Gradio calls this to stop: what has been said stays; where nothing was, the question goes back into the box. */
export function stopped(conversation) {
  const last = conversation.at(-1);
  const state = textOf(last, true).match(/^<div class="answer (growing|waiting)/)?.[1];
  if (state === "waiting") halted = [asked.conversation, asked.question, ""];
  else if (state === "growing") halted = [[...conversation.slice(0, -1), { ...last, content: ended(last.content) }], "", ""];
  else return [conversation, box().value, ""];
  stopping = true;
  return halted;
}

/** Gradio hears no question until it has ended one that was stopped: what is sent meanwhile waits. */
function hold(event) {
  const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === box();
  if (!stopping || !(enter || (event.type === "click" && event.target.closest?.("#send")))) return;
  event.preventDefault();
  event.stopPropagation();
  held = true;
}
for (const act of ["click", "keydown", "keypress"]) document.addEventListener(act, hold, true);

function ended(content) {
  const end = (text) => text.replace('class="answer growing', 'class="answer stopped');
  return typeof content === "string" ? end(content) : content.map((part) => ({ ...part, text: end(part.text) }));
}

// --- asking again, in other words, or what was understood in another way ------------------------------

const questionOf = (button) => position(button) - 1;

export function again(button) {
  const at = questionOf(button);
  send(textOf(shown()[at]), at, standsAlone(at));
}

export function edit(button) {
  const at = questionOf(button);
  next = { from: at, alone: standsAlone(at) };
  offer(textOf(shown()[at]));
  const rest = shown().length - at > 2 ? " What followed it is replaced as well." : "";
  const cancel = make("button", { type: "button", className: "act dismiss link", textContent: "Leave it as it was" });
  find("#editing")?.remove();
  find("#composer").prepend(make("p", { id: "editing" }, `Your earlier question is changed when you send it.${rest} `, cancel));
}

/** Give up changing a question. */
export function dismiss() {
  settle();
  write(box(), "");
}

function settle() {
  next = plain();
  find("#editing")?.remove();
}

/** The words that were searched for become a field; what is entered is asked on its own instead. */
export function change(button) {
  const line = button.closest(".understood");
  const field = make("textarea", { rows: 2, maxLength: 4000, value: line.querySelector(".question").textContent });
  field.setAttribute("aria-label", "Search for this instead");
  const form = make("form", { className: "correct" }, field, make("button", { textContent: "Search" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) send(field.value, questionOf(line), true);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      form.replaceWith(line);
      line.querySelector("button").focus();
    }
  });
  line.replaceWith(form);
  field.select();
}

const standsAlone = (at) => textOf(shown()[at], true).startsWith('<div class="standalone">');

function send(question, from, alone) {
  next = { from, alone };
  write(box(), question);
  requestAnimationFrame(() => find("#send").click());
}

// --- an address that asks: /?q=… -----------------------------------------------------------------------

/** The question in the page's address, asked once; or what the page before this one had no answer to, in the box. */
export function begin() {
  const question = new URLSearchParams(location.search).get("q")?.trim();
  if (before && !question) write(box(), before);
  if (!question || !box() || !find("#send")) return;
  history.replaceState(null, "", location.pathname);
  send(question, null, false);
}
