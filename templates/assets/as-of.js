// "The text as of a date": goes to the newest usable capture taken on or before the day chosen.
const form = document.querySelector("[data-as-of]");
const status = form.querySelector("[role=status]");
const field = form.querySelector("input");
const captures = [...document.querySelectorAll("[data-at]")]; // newest first

if (captures.length) {
  field.min = captures.at(-1).dataset.at;
  form.hidden = false;
}
field.addEventListener("input", () => (status.textContent = ""));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const found = captures.find((capture) => capture.dataset.at <= field.value);
  if (found) location.assign(found.querySelector("a").href);
  else status.textContent = "Nothing usable was captured on or before that day.";
});
