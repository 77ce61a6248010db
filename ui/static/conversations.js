// Conversations live in this browser alone: in its storage, until the reader deletes them.

const KEY = "advisor.conversations";
const CURRENT = "advisor.conversation"; // of this tab, so that a reload finds it again
const MOST = 200;

let messages = []; // of the open conversation

/** The messages of the open conversation. */
export const shown = () => messages;

/** All conversations, the newest first: {id, title, at, messages}. */
export function list() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => one && Array.isArray(one.messages)) : [];
  } catch {
    return []; // no storage in this browser, or not ours
  }
}

/** Id of the open conversation. */
export function current() {
  try {
    return sessionStorage.getItem(CURRENT);
  } catch {
    return null;
  }
}

export const opened = () => list().find((one) => one.id === current());

export function open(id) {
  try {
    sessionStorage.setItem(CURRENT, id);
  } catch {
    // a browser without storage keeps nothing
  }
}

export const close = () => open("");

/** Whether a conversation ends with an answer that is not growing any more. */
export function answered(conversation) {
  const last = conversation.at(-1);
  return last?.role === "assistant" && !/class="answer (growing|waiting)/.test(textOf(last, true));
}

/** Gradio calls this to show the open conversation again: messages, no notice. */
export const reopened = () => [opened()?.messages ?? [], ""];

/** Gradio calls this whenever the conversation has changed. */
export function keep(conversation) {
  messages = conversation ?? [];
  if (!answered(messages)) return;
  const known = opened();
  const id = known?.id ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
  const title = known?.named ? known.title : textOf(messages[0]).slice(0, 200);
  const same = known && JSON.stringify(known.messages) === JSON.stringify(messages);
  const at = same ? known.at : Date.now();
  open(id);
  store([{ id, title, named: known?.named ?? false, at, messages }, ...list().filter((one) => one.id !== id)]);
}

export const rename = (id, title) =>
  store(list().map((one) => (one.id === id ? { ...one, title, named: true } : one)));

export function remove(id) {
  store(list().filter((one) => one.id !== id));
  if (id === current()) close();
}

/** Those whose title or words hold all words that are looked for. */
export function search(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return list().filter((one) => {
    const text = [one.title, ...one.messages.map((message) => textOf(message))].join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** A message's words; with `raw` its content as Gradio keeps it. */
export function textOf(message, raw = false) {
  const content = message?.content ?? "";
  const text = typeof content === "string" ? content : content.map((part) => part.text ?? "").join("\n");
  return raw ? text : new DOMParser().parseFromString(text, "text/html").body.textContent;
}

/** What is too much for the browser's storage goes, the oldest first. */
function store(conversations) {
  const kept = conversations.sort((one, other) => other.at - one.at).slice(0, MOST);
  for (;;) {
    try {
      return localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      if (!kept.pop()) return undefined;
    }
  }
}
