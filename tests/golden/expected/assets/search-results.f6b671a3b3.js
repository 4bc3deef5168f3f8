// Results as list items: every text is set as text; the marks of an excerpt become elements.
const lang = document.documentElement.lang;
const DATED = { provision: "analysed", finding: "read", document: "last captured", "clause-type": "revised" };
const day = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeZone: "UTC" });
const words = {}; // by facet and code
const tones = {}; // by an answer's code

export function use(labels) {
  for (const { name, values } of labels.facets) words[name] = Object.fromEntries(values);
  words.answer = {};
  for (const [code, label, tone] of Object.values(labels.answers).flat()) {
    words.answer[code] = label;
    tones[code] = tone;
  }
}

export const rows = (results) => Promise.all(results.map(async (result) => row(await result.data(), isFormer(result))));

// Whether what was asked for stands nowhere but in a former wording of the clause.
const isFormer = ({ words, matchedMetaFields }) => !words.length && matchedMetaFields?.join() === "earlier";

function make(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function row({ url, raw_url, meta, filters, excerpt, plain_excerpt, content }, isFormer) {
  const instead = meta.question ?? (isFormer ? "In a former wording." : "");
  const code = (name) => filters[name]?.[0];
  const link = make("a", "", shown(meta.title ?? meta.heading));
  link.href = url;
  return make(
    "li", "",
    make("h3", "row-title", link),
    make("p", "row-where", where(raw_url, meta, code("kind"))),
    make("p", "row-answer", ...judged(code)),
    make("p", "row-excerpt", ...(instead ? [shown(instead)] : cut(marked(excerpt), plain_excerpt, content))),
  );
}

// `Platform · Document · analysed 24 November 2026`, with the kind of what is no provision before it.
function where(address, meta, kind) {
  const slug = /^\/platform\/([^/]+)/.exec(address)?.[1];
  const parts = [kind === "provision" ? "" : words.kind[kind], kind === "entity" ? "" : words.platform[slug], shown(meta.document ?? "")];
  if (meta.date) parts.push(`${DATED[kind]} ${day.format(new Date(meta.date))}`);
  return parts.filter(Boolean).join(" · ");
}

function* judged(code) {
  const [answer, severity, state] = ["answer", "severity", "state"].map(code);
  if (answer && code("kind") === "provision") yield make("strong", `tone tone-${tones[answer]}`, words.answer[answer]);
  if (severity) yield make("span", `badge severity severity-${severity}`, graded(severity));
  if (state !== "live") yield make("span", `badge standing standing-${state}`, words.state[state]);
}

const graded = (code) => words.severity[code] + (code === "protective" ? "" : code === "none" ? " in severity" : " severity");

// Without the characters by which `pagefind.py` ties and parts words.
const shown = (text) => text.replaceAll("\u2063", " ").replaceAll("\u2064 ", "").replaceAll("\u2064", "");

// Pagefind escapes what is not a mark; nothing but marks is taken for markup here either.
function* marked(excerpt) {
  const plain = (text) => shown(text.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
  for (const piece of excerpt.split(/(<mark>.*?<\/mark>)/)) {
    const inner = /^<mark>(.*)<\/mark>$/.exec(piece)?.[1];
    yield inner === undefined ? plain(piece) : make("mark", "", plain(inner));
  }
}

// With dots where an excerpt begins or ends in the middle.
function* cut(pieces, plain, content) {
  if (!content.startsWith(plain.slice(0, 40))) yield "… ";
  yield* pieces;
  if (!content.endsWith(plain.slice(-40))) yield " …";
}

// What the status line says of an answer.
export function told({ q, chosen, sort }, { results, words, missing, isBroken }) {
  const number = results.length.toLocaleString(lang);
  const count = `${number} ${results.length === 1 ? "result" : "results"}`;
  const listed = (some) => some.map((word) => `“${word}”`).join(", ");
  if (missing.length && results.length) return `No record holds all of these words. ${count} without ${listed(missing)}.`;
  if (isBroken && results.length) return `No record holds these words in this order. ${count} with all of them.`;
  if (words.length) return `${count} for ${/^["“]/.test(q) ? q : `“${q}”`}`;
  return Object.keys(chosen).length ? count : `${count}: everything, ${sort === "newest" ? "newest" : "gravest"} first`;
}
