// Asks Pagefind: words, phrases and filters in; results in order, and counts of every facet's values, out.
const STOP_WORDS = new Set(
  ("a an the is are was were be been being am do does did have has had can could may might will would shall should i me " +
    "my mine we us our you your it its they them their he she his her this that these those there here what which who whom " +
    "whose when where why how if and or but so of at by for with about into to from in on as than then").split(" "),
);
const WEIGHTS = { title: 5, name: 8, id: 10, question: 4, whole: 3, heading: 1, asks: 0.3, earlier: 0.3, document: 0, key: 0, date: 0 };
const MOST_WORDS = 80; // of a question
const MOST_TRIED = 24; // of its words, when no record holds them all
const OWN_PAGE = { platform: "entity", clause: "clause-type", regulation: "regulation" }; // the kind of a value's page

let pagefind;
let named; // what a facet's value is called, in small letters: the filters that find its own page

export async function open(bundle, root, labels) {
  pagefind = await import(`${bundle}pagefind.js`);
  await pagefind.options({ baseUrl: root, excerptLength: 36, ranking: { pageLength: 0.4, metaWeights: WEIGHTS } });
  await pagefind.filters(); // loads them all, so that every answer counts them
  named = new Map();
  for (const { name, values } of labels.facets) {
    if (!(name in OWN_PAGE)) continue;
    for (const [code, label] of values) named.set(label.toLowerCase(), { kind: [OWN_PAGE[name]], [name]: [code] });
  }
}

export async function ask({ q, chosen, sort }) {
  const { words, carrying, isPhrase } = read(q);
  const order = sort === "relevance" ? (words.length ? "" : "severity") : sort;
  if (!words.length) return answered(null, chosen, order);
  const phrase = `"${words.join(" ")}"`;
  const exact = (await look(phrase, {})).results;
  const own = await ownPage(words);
  if (isPhrase && exact.length) return answered(phrase, chosen, order, [own, (await look(carrying.join(" "), {})).results]);
  const known = await those(carrying, isKnown);
  const kept = known.length ? await held(known) : carrying;
  const missing = known.length ? carrying.filter((word) => !kept.includes(word)) : [];
  const found = known.length ? await answered(kept.join(" "), chosen, order, [own], exact) : { results: [], counts: {} };
  return { ...found, words, missing, isBroken: isPhrase };
}

const bare = (text) => text.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

// The words of a question; those that carry it; whether it stands in quotation marks, as a phrase.
function read(q) {
  const plain = q.trim().replace(/[“”„«»]/g, '"');
  const spaced = plain.replace(/[/|—–―…·•]/g, " ").replace(/["\p{S}]/gu, ""); // as `pagefind.py` parts words
  const words = spaced.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).slice(0, MOST_WORDS);
  const carrying = words.filter((word) => !STOP_WORDS.has(bare(word)));
  const isEnglish = document.documentElement.lang.startsWith("en");
  return { words, carrying: isEnglish && carrying.length ? carrying : words, isPhrase: /^".+"$/.test(plain) };
}

const look = (term, chosen, order) =>
  pagefind.search(term, {
    filters: Object.fromEntries(Object.entries(chosen).map(([name, codes]) => [name, { any: codes }])),
    sort: order ? { [order]: "asc" } : {},
  });

// How many records hold all the words. Nothing passes the filter, so nothing but the number is made or sent.
const count = async (term) => (await look(term, { kind: ["none"] })).unfilteredResultCount;

async function those(words, isSo) {
  const are = await Promise.all(words.map(isSo));
  return words.filter((_, at) => are[at]);
}

// Whether a word, or one that it begins or nearly is, is anywhere. For a word that it does not know, Pagefind takes the
// longest beginning that it does, down to a letter, and for a number another; that much is not asked for.
async function isKnown(word) {
  if (await count(`"${word}"`)) return true;
  const [first] = (await look(word, {})).results;
  if (!first) return false;
  const { excerpt, meta } = await first.data();
  const wanted = /\p{N}/u.test(word) ? bare(word) : bare(word).slice(0, Math.ceil(word.length / 2));
  const marked = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, inner]) => inner);
  return [...marked, ...Object.values(meta).join(" ").split(/\s+/)].some((found) => bare(found).startsWith(wanted));
}

// The page of the platform, clause type or law that the words name.
async function ownPage(words) {
  const filters = named.get(words.join(" ").toLowerCase());
  return filters ? (await look(null, filters)).results : [];
}

// Results, and beside each value of a facet what it holds: for a facet in use, what the value would add to it.
async function answered(term, chosen, order, lists = [], exact = []) {
  const main = await look(term, chosen, order);
  const counts = { ...main.filters };
  const others = Object.keys(chosen).map(async (name) => {
    const { [name]: _, ...rest } = chosen;
    counts[name] = (await look(term, rest)).filters[name];
  });
  await Promise.all(others);
  const results = order ? main.results : ranked(main.results, lists, exact);
  return { results, counts, words: term ?? "", missing: [] };
}

// By relevance: those of the lists first, then the exact ones, then by Pagefind's score. An exact one's own excerpt shows
// the phrase, unless it stands in the title.
function ranked(results, lists, exact) {
  const phrased = new Map(exact.map((result) => [result.id, result]));
  const [leading, following] = [true, false].map((is) => results.filter(({ id }) => phrased.has(id) === is));
  const ranks = new Map();
  for (const { id } of [...lists.flat(), ...leading, ...following]) if (!ranks.has(id)) ranks.set(id, ranks.size);
  const shown = (result) => (phrased.get(result.id)?.words.length ? phrased.get(result.id) : result);
  return results.map(shown).sort((a, b) => ranks.get(a.id) - ranks.get(b.id));
}

// Words that some record holds together: all; all but the commonest that can be spared; or without the rarest in turn.
async function held(all) {
  if (all.length < 2 || (await count(all.join(" ")))) return all;
  const words = all.slice(0, MOST_TRIED);
  const alone = new Map(await Promise.all(words.map(async (word) => [word, await count(word)])));
  const commonFirst = [...words].sort((a, b) => alone.get(b) - alone.get(a));
  for (const spared of commonFirst) {
    const others = words.filter((word) => word !== spared);
    if (await count(others.join(" "))) return others;
  }
  while (commonFirst.length > 1 && !(await count(commonFirst.join(" ")))) commonFirst.pop();
  return words.filter((word) => commonFirst.includes(word));
}
