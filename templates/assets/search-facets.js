// The facets: checkboxes with counts, answers once their clause type is chosen, and the filters in use.
let boxes = [];
let titles = {};
let list;

const make = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

export function build(labels, form, holder, chosenList) {
  list = chosenList;
  for (const { name, title, values } of labels.facets) {
    titles[name] = title;
    holder.append(facet(title, values.map(([code, label]) => option(form, name, code, label))));
    if (name === "clause") holder.append(facet((titles.answer = "Answer"), values.map(([slug, label]) => answers(form, labels, slug, label))));
  }
  boxes = [...holder.querySelectorAll("input")];
  for (const box of boxes) box.count = box.parentElement.querySelector(".count");
  const narrow = holder.closest("details");
  const wide = matchMedia("(min-width: 60rem)");
  const fit = () => (narrow.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();
}

const facet = (title, options) => make("fieldset", {}, make("legend", { textContent: title }), make("div", { className: "options" }, ...options));

function option(form, name, value, label) {
  const box = make("input", { type: "checkbox", name, value });
  box.setAttribute("form", form);
  box.dataset.label = label;
  return make("label", {}, box, make("span", { textContent: label }), " ", make("span", { className: "count" }));
}

function answers(form, labels, slug, title) {
  const options = (labels.answers[slug] ?? []).map(([code, label]) => option(form, "answer", code, label));
  const group = make("div", {}, make("p", { className: "group-title", textContent: title }), ...options);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", title);
  group.dataset.clause = slug;
  return group;
}

// Checks what an address names.
export function choose(query) {
  for (const box of boxes) box.checked = query.getAll(box.name).includes(box.value);
  settle();
}

// Answers can be chosen as long as their clause type is; the filters in use are listed anew.
export function settle() {
  const clauses = new Set(boxes.filter((box) => box.name === "clause" && box.checked).map((box) => box.value));
  for (const box of boxes) {
    const group = box.closest("[data-clause]");
    if (!group) continue;
    box.disabled = group.hidden = !clauses.has(group.dataset.clause);
    if (box.disabled) box.checked = false;
  }
  const used = boxes.filter((box) => box.checked);
  const key = used.map((box) => `${box.name}=${box.value}`).join("&");
  if (key === list.dataset.key) return; // whoever is on a button of the list stays there
  list.dataset.key = key;
  list.replaceChildren(...used.map((box) => make("li", {}, remover(box))));
  if (used.length > 1) list.append(make("li", {}, clearer()));
  list.hidden = !used.length;
}

export function chosen() {
  const found = {};
  for (const box of boxes) if (box.checked) (found[box.name] ??= []).push(box.value);
  return found;
}

function remover(box) {
  const button = make("button", { type: "button", textContent: `${titles[box.name]}: ${box.dataset.label}`, className: "remove" });
  button.setAttribute("aria-label", `Remove ${button.textContent}`);
  button.addEventListener("click", () => {
    const place = [...list.children].indexOf(button.parentElement);
    uncheck([box]);
    (list.children[place] ?? list.lastElementChild)?.querySelector("button").focus();
  });
  return button;
}

function clearer() {
  const button = make("button", { type: "button", textContent: "Remove all", className: "remove-all" });
  button.addEventListener("click", () => uncheck(boxes.filter((box) => box.checked)));
  return button;
}

// As if the reader had: the page listens for changes of the boxes.
function uncheck(some) {
  for (const box of some) box.checked = false;
  settle();
  some[0].dispatchEvent(new Event("change", { bubbles: true }));
  if (list.hidden) document.querySelector("#q").focus();
}

// Says beside each value how many results it has; one that has none is shown only while it is chosen.
export function count(counts) {
  for (const box of boxes) {
    const number = counts[box.name]?.[box.value] ?? 0;
    box.count.textContent = number.toLocaleString(document.documentElement.lang);
    box.parentElement.hidden = !number && !box.checked;
  }
  for (const group of document.querySelectorAll(".narrow fieldset, .narrow [data-clause]")) {
    group.hidden = ![...group.querySelectorAll("label")].some((label) => !label.hidden && !label.control.disabled);
  }
}
