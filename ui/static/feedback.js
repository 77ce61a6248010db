// Whether an answer helped, and a word why not.

import { make, position, say } from "./dom.js";
import { shown, textOf } from "./conversations.js";

export const helpful = (button) => send(button, true, "");

export function unhelpful(button) {
  const actions = button.closest(".actions");
  if (actions.nextElementSibling?.matches(".why")) return;
  const field = make("input", { type: "text", maxLength: 500, placeholder: "What was wrong or missing? (optional)" });
  field.setAttribute("aria-label", field.placeholder);
  const form = make("form", { className: "why" }, field, make("button", { textContent: "Send" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(button, false, field.value.trim());
    form.remove();
  });
  actions.after(form);
  field.focus();
}

async function send(button, helped, reason) {
  const question = textOf(shown()[position(button) - 1]).trim();
  const body = JSON.stringify({ question, helpful: helped, reason });
  const sent = await fetch("/feedback", { method: "POST", headers: { "content-type": "application/json" }, body }).catch(() => null);
  say(sent?.ok ? "Thank you, that helps to make the guides better." : "That could not be sent; try again in a minute.");
  if (sent?.ok) for (const other of button.closest(".actions").querySelectorAll(".thumb")) other.disabled = true;
}
