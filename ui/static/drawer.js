// The list of conversations: open, search, rename, delete.

import * as conversations from "./conversations.js";
import { all, date, find, make, say } from "./dom.js";
import { saveMessages } from "./export.js";

const drawer = () => find("#conversations") ?? document.body.appendChild(build());

export function history() {
  const dialog = drawer();
  dialog.querySelector("input").value = "";
  fill();
  dialog.showModal();
}

/** Begin another conversation. */
export function fresh() {
  find("#conversations")?.close();
  find("#fresh").click();
}

function build() {
  const field = make("input", { type: "search", placeholder: "Search your conversations" });
  field.setAttribute("aria-label", field.placeholder);
  field.addEventListener("input", fill);
  const close = make("button", { type: "button", className: "link", textContent: "Close" });
  const dialog = make(
    "dialog",
    { id: "conversations" },
    make("div", { className: "head" }, make("h2", { id: "conversations-title", textContent: "Your conversations" }), close),
    make("button", { type: "button", className: "act fresh", textContent: "New conversation" }),
    field,
    make("ol"),
    make("p", { className: "note", textContent: "They are kept in this browser only, and stay until you delete them." }),
  );
  dialog.setAttribute("aria-labelledby", "conversations-title");
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return dialog;
}

function fill() {
  const dialog = drawer();
  const words = dialog.querySelector("input").value;
  const found = conversations.search(words);
  const nothing = words.trim() ? "No conversation has these words." : "There is none yet: ask your first question.";
  const rows = found.length ? found.map(row) : [make("li", { className: "hint", textContent: nothing })];
  dialog.querySelector("ol").replaceChildren(...rows);
}

function row(one) {
  const title = make("button", { type: "button", className: "title", textContent: one.title || "Untitled" });
  title.addEventListener("click", () => reopen(one.id));
  if (one.id === conversations.current()) title.setAttribute("aria-current", "true");
  const when = make("time", { textContent: date(one.at) });
  const item = make("li", {}, title, make("span", { className: "under" }, when));
  item.lastChild.append(
    tool("Save", one, () => saveMessages(one.messages)),
    tool("Rename", one, () => rename(item, one)),
    tool("Delete", one, () => remove(item, one)),
  );
  return item;
}

function tool(name, one, action) {
  const button = make("button", { type: "button", className: "link", textContent: name });
  button.setAttribute("aria-label", `${name}: ${one.title}`);
  button.addEventListener("click", action);
  return button;
}

function rename(item, one) {
  const field = make("input", { type: "text", value: one.title, maxLength: 200 });
  field.setAttribute("aria-label", "New name");
  const form = make("form", {}, field, make("button", { textContent: "Save" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) conversations.rename(one.id, field.value.trim());
    fill();
    focus(one.id);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // the list stays open
    fill();
    focus(one.id);
  });
  item.replaceChildren(form);
  field.select();
}

/** Deleting asks once, in place. */
function remove(item, one) {
  const yes = tool("Delete for good", one, () => {
    const open = one.id === conversations.current();
    conversations.remove(one.id);
    if (open) find("#fresh").click();
    fill();
    drawer().querySelector("input").focus();
    say("The conversation is deleted.");
  });
  const no = tool("Keep", one, () => {
    fill();
    focus(one.id);
  });
  item.querySelector(".under").replaceChildren(yes, no);
  no.focus();
}

function focus(id) {
  const at = conversations.search(drawer().querySelector("input").value).findIndex((one) => one.id === id);
  all("#conversations .title")[at]?.focus();
}

/** Show a conversation again; Gradio asks `reopened` for its messages. */
function reopen(id) {
  conversations.open(id);
  find("#conversations")?.close();
  find("#reopen").click();
}

/** Show the conversation again that this tab had open. */
export function restore() {
  if (conversations.opened() && !new URLSearchParams(location.search).get("q")) find("#reopen").click();
}
