// The search page: the form holds what is asked, the address repeats it, the index answers, the list shows it.
const page = (name) => document.querySelector(`[data-${name}]`);
const part = (name) => import(document.querySelector(`link[data-part="${name}"]`).href);
const [index, facets, results] = await Promise.all(["index", "facets", "results"].map(part));

const STEP = 20; // results shown at a time
const PAUSE = 300; // milliseconds without a key before an unfinished word is looked for
const form = page("search");
const [browse, found, list, more, status] = ["browse", "found", "results", "more", "status"].map(page);
const absolute = (name) => new URL(form.dataset[name], document.baseURI).href;
const field = (name) => form.elements.namedItem(name);
let answer = { results: [] }; // the newest, as the index gave it
let asked = 0; // counts questions, so that a late answer to an older one is not shown
let showing = Promise.resolve(); // what is under way, so that more of a list is asked for when the list is there

function asAddress() {
  const query = new URLSearchParams(new FormData(form));
  if (!query.get("q").trim()) query.delete("q");
  if (query.get("sort") === field("sort").options[0].value) query.delete("sort");
  return `?${query}`;
}

function fromAddress() {
  const query = new URLSearchParams(location.search);
  const sorts = [...field("sort").options].map((option) => option.value);
  field("q").value = query.get("q") ?? "";
  field("sort").value = sorts.includes(query.get("sort")) ? query.get("sort") : sorts[0];
  facets.choose(query);
}

const show = (shown) => (showing = present(shown));

async function present(shown) {
  const mine = (asked += 1);
  list.setAttribute("aria-busy", "true");
  const question = { q: field("q").value.trim(), chosen: facets.chosen(), sort: field("sort").value };
  try {
    const given = await index.ask(question);
    const rows = await results.rows(given.results.slice(0, shown));
    if (mine !== asked) return;
    answer = given;
    facets.count(given.counts);
    list.replaceChildren(...rows);
    status.textContent = results.told(question, given);
    settle();
  } catch (error) {
    fail(error);
  }
}

function settle() {
  browse.hidden = list.children.length > 0;
  more.hidden = list.children.length >= answer.results.length;
  list.setAttribute("aria-busy", "false");
}

function fail(error) {
  answer = { results: [] };
  list.replaceChildren();
  status.textContent = "The search index cannot be loaded. Reload the page, or browse instead.";
  console.warn(error);
  settle();
}

// A new entry of the history for every choice and every word or phrase as it is begun; what follows while it is typed
// changes that entry.
function change(isTyped) {
  facets.settle();
  const address = asAddress();
  const isSame = address === (location.search || "?");
  const write = isSame || (isTyped && isTyping) ? "replaceState" : "pushState";
  isTyping = isTyped;
  history[write]({ shown: STEP }, "", address === "?" ? location.pathname : address);
  return show(STEP);
}

let isTyping = false;
let pause;
const wait = (milliseconds, action) => {
  clearTimeout(pause);
  pause = setTimeout(action, milliseconds);
};
form.addEventListener("submit", (event) => {
  event.preventDefault();
  wait(0, () => change(false));
});
field("q").addEventListener("input", () => wait(PAUSE, () => change(true)));
found.addEventListener("change", () => wait(0, () => change(false)));
addEventListener("popstate", (event) => {
  isTyping = false;
  fromAddress();
  show(event.state?.shown ?? STEP);
});
more.addEventListener("click", () => (showing = showing.then(extend).catch(fail)));

async function extend() {
  const start = list.children.length;
  const given = answer;
  const rows = await results.rows(given.results.slice(start, start + STEP));
  if (given !== answer || !rows.length) return;
  list.append(...rows);
  rows[0].querySelector("a").focus();
  settle();
  history.replaceState({ shown: list.children.length }, "");
}

page("scriptless").hidden = true;
browse.hidden = true;
form.hidden = found.hidden = false;
try {
  const labels = await (await fetch(absolute("labels"))).json();
  await index.open(absolute("bundle"), absolute("root"), labels);
  facets.build(labels, form.id, page("facets"), page("chosen"));
  results.use(labels);
  fromAddress();
  await show(history.state?.shown ?? STEP);
} catch (error) {
  fail(error);
}
