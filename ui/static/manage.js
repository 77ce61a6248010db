// The page of the guides' keeper: sends what is chosen, shows what the server makes of it, follows long work.

const POLL = 400; // milliseconds
const find = (selector) => document.querySelector(selector);
const status = find("#status");
const look = find("#look");

/** The response, or null; what went wrong is said where the reader looks. */
async function asked(address, options = {}) {
  if (options.method) status.textContent = "One moment…";
  const response = await fetch(address, options).catch(() => null);
  if (response?.status === 401) location.reload(); // signed out meanwhile
  const known = response && [403, 422].includes(response.status);
  const plain = response?.headers.get("content-type")?.startsWith("text/plain");
  if (response?.ok) status.textContent = "";
  else status.textContent = known && plain ? await response.text() : "That did not work; try again in a minute.";
  return response?.ok ? response : null;
}

/** Everything that is shown is made and escaped by the server. */
async function show(place, address, options) {
  const response = await asked(address, options);
  if (response) place.innerHTML = await response.text();
  return response !== null;
}

async function see(address, body) {
  look.replaceChildren();
  if (!(await show(look, address, { method: "POST", body }))) return;
  const title = look.querySelector("h2");
  title.scrollIntoView();
  title.focus();
}

async function follow() {
  while ((await show(find("#work"), "/manage/work")) && find("#work [data-running]"))
    await new Promise((after) => setTimeout(after, POLL));
  await show(find("#state"), "/manage/state");
}

async function start(address) {
  if (!(await asked(address, { method: "POST" }))) return;
  look.replaceChildren();
  find("#work").scrollIntoView({ block: "center" });
  await follow();
}

find("#upload").addEventListener("submit", (event) => {
  event.preventDefault();
  const [file] = find("#file").files;
  // A server that stops reading is seen as a broken connection, which would say nothing.
  if (file.size > Number(find("#file").dataset.most)) status.textContent = `${file.name} is too large.`;
  else see(`/manage/look?name=${encodeURIComponent(file.name)}`, file);
});
find("#fetch").addEventListener("submit", (event) => {
  event.preventDefault();
  see(`/manage/fetch?url=${encodeURIComponent(find("#url").value)}`);
});
find("#manage").addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { post, sure, show: part } = button.dataset;
  if (post && (!sure || confirm(sure))) start(post);
  if ("plan" in button.dataset) see("/manage/plan");
  if (part) show(find(`#${part}`), `/manage/${part}`);
  if (button.matches(".drop")) look.replaceChildren();
});

if (find("#work [data-running]")) follow();
