// What the page's scripts share. Gradio loads and redraws its parts one by one: nothing is kept, all is looked up anew.

export const find = (selector) => document.querySelector(selector);
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
export const box = () => find("#question textarea");
export const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export const bring = (target, block) => target?.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

/** Put a text into a box that Gradio manages. */
export function write(field, text) {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Bring a text to the reader's question box, ready to go on writing. */
export function offer(text) {
  const field = box();
  write(field, text);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

/** An element with properties and children; texts stay texts. */
export function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A moment as a date in the page's own language. */
export const date = (at) => new Date(at).toLocaleDateString("en-GB", { dateStyle: "long" });

/** Where a message of the page stands in the conversation. */
export const position = (inside) =>
  all("#conversation .message-row").indexOf(inside.closest(".message-row"));

/** Where things are said; it has to be there before, or a screen reader misses the first of them. */
export const voice = () => find("#said") ?? document.body.appendChild(make("p", { id: "said", role: "status" }));

/** Say something in passing, to eyes and screen readers. */
export function say(text) {
  const place = voice();
  place.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => place.replaceChildren(), 6000);
}
