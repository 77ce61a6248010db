// Whether an answer helped, and a word why not: the judgement is sent at once, the word if there is one.

import { make, position, say } from "./dom.js";
import { shown, textOf } from "./conversations.js";

export const helpful = (button) => judge(button, true);

export async function unhelpful(button) {
  if (!(await judge(button, false))) return;
  const field = make("input", { type: "text", maxLength: 500, placeholder: "What was missing? (optional)" });
  field.setAttribute("aria-label", field.placeholder);
  const form = make("form", { className: "why" }, field, make("button", { textContent: "Send" }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!field.value.trim() || (await send(button, false, field.value.trim()))) form.remove();
  });
  button.closest(".actions").after(form);
  field.focus();
}

async function judge(button, helped) {
  if (!(await send(button, helped, ""))) return false;
  button.classList.add("given");
  for (const thumb of button.closest(".actions").querySelectorAll(".thumb")) thumb.disabled = true;
  return true;
}

async function send(button, helped, reason) {
  const question = textOf(shown()[position(button) - 1]).trim();
  const body = JSON.stringify({ question, helpful: helped, reason });
  const sent = await fetch("/feedback", { method: "POST", headers: { "content-type": "application/json" }, body }).catch(() => null);
  say(sent?.ok ? "Thank you, that helps to make the guides better." : "That could not be sent; try again in a minute.");
  return sent?.ok;
}
