// The page about the asker: fills the form with what the browser keeps, keeps every change, shows what comes of it.

import { keep, kept } from "./profile.js";

const form = document.querySelector("#me");
const result = document.querySelector("#result");
const status = document.querySelector("#status");
const isNumber = (field) => field.type === "number";

function read() {
  const profile = {};
  for (const field of form.elements) {
    if (!field.name || !field.value) continue;
    if (field.type === "checkbox") {
      if (field.checked) (profile[field.name] ??= []).push(field.value);
    } else profile[field.name] = isNumber(field) ? Number(field.value) : field.value;
  }
  return profile;
}

function fill(profile) {
  for (const field of form.elements) {
    if (!field.name || profile[field.name] === undefined) continue;
    if (field.type === "checkbox") field.checked = profile[field.name].includes(field.value);
    else field.value = profile[field.name];
  }
}

const post = (address) =>
  fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(read()) });

/** The response's text; what went wrong is said where the reader looks. */
async function asked(address) {
  status.textContent = "One moment…";
  const response = await post(address).catch(() => null);
  const text = response ? await response.text() : "";
  const refused = response?.status === 422 ? text : "That did not work; try again in a minute.";
  status.textContent = response?.ok ? "" : refused;
  return response?.ok ? text : null;
}

async function show(arrive) {
  const made = await asked("/me");
  if (made === null) return;
  result.innerHTML = made; // made and escaped by the server
  if (!arrive) return;
  const title = result.querySelector("h2");
  title.scrollIntoView();
  title.focus({ preventScroll: true });
}

async function save(kind) {
  const made = await asked(`/me/timeline.${kind}`);
  if (made === null) return;
  const address = URL.createObjectURL(new Blob([made], { type: kind === "ics" ? "text/calendar" : "text/markdown" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: `my-timeline.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

form.addEventListener("input", () => {
  if (!keep(read())) status.textContent = "This browser keeps nothing: what you fill in is lost when you leave the page.";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(true);
});
result.addEventListener("click", ({ target }) => target.dataset.kind && save(target.dataset.kind));
document.querySelector("#clear").addEventListener("click", () => {
  keep(null);
  form.reset();
  result.replaceChildren();
  status.textContent = "All cleared: nothing about you is kept.";
});

if (kept()) {
  fill(JSON.parse(kept()));
  show(false);
}
