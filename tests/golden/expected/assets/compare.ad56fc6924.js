// The matrix: one audience at a time, rows and columns picked, the choice kept in the address.
const picker = document.querySelector("[data-picker]");
const tables = [...document.querySelectorAll("[data-table]")];
const tabs = [...document.querySelectorAll("[data-audience]")];
const status = document.querySelector("[data-picked]");
const boxes = (name) => [...picker.querySelectorAll(`input[name="${name}"]`)];
const region = picker.querySelector("select");

function chosen(name) {
  const all = boxes(name);
  const on = all.filter((box) => box.checked).map((box) => box.value);
  return on.length === all.length ? null : new Set(on);
}

function show(audience) {
  const entities = chosen("entity");
  const clauses = chosen("clause");
  for (const table of tables) table.hidden = table.dataset.table !== audience;
  for (const tab of tabs) tab.toggleAttribute("aria-current", tab.dataset.audience === audience);
  for (const cell of document.querySelectorAll("[data-entity]")) cell.hidden = Boolean(entities) && !entities.has(cell.dataset.entity);
  for (const row of document.querySelectorAll("tr[data-clause]")) row.hidden = Boolean(clauses) && !clauses.has(row.dataset.clause);
  for (const part of document.querySelectorAll("[data-regions]")) {
    part.hidden = Boolean(region?.value) && !part.dataset.regions.split(" ").includes(region.value);
  }
  const count = (name, set) => (set ? set.size : boxes(name).length);
  status.textContent = `Showing ${count("entity", entities)} platforms and ${count("clause", clauses)} questions.`;
}

let audience = tables[0].dataset.table;

function write() {
  const query = new URLSearchParams();
  query.set("audience", audience);
  for (const name of ["entity", "clause"]) {
    const set = chosen(name);
    if (set) query.set(name, [...set].join(","));
  }
  if (region?.value) query.set("region", region.value);
  history.replaceState(null, "", `?${query}`);
}

function read() {
  const query = new URLSearchParams(location.search);
  const wanted = query.get("audience") || location.hash.slice(1);
  if (tables.some((table) => table.dataset.table === wanted)) audience = wanted;
  for (const name of ["entity", "clause"]) {
    if (!query.has(name)) continue;
    const set = new Set(query.get(name).split(","));
    for (const box of boxes(name)) box.checked = set.has(box.value);
  }
  if (region && query.has("region")) region.value = query.get("region");
}

for (const tab of tabs) {
  tab.addEventListener("click", (event) => {
    event.preventDefault();
    audience = tab.dataset.audience;
    show(audience);
    write();
  });
}
picker.addEventListener("change", () => {
  show(audience);
  write();
});
picker.addEventListener("submit", (event) => event.preventDefault());
read();
picker.hidden = false;
show(audience);
