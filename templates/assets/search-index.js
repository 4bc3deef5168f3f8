// Asks Pagefind: words, phrases and filters in; results in order, and counts of every facet's values, out.
const STOP_WORDS = new Set(
  ("a an the is are was were be been being am do does did have has had can could may might will would shall should i me " +
    "my mine we us our you your it its they them their he she his her this that these those there here what which who whom " +
    "whose when where why how if and or but so of at by for with about into to from in on as than then").split(" "),
);
const RANKING = { metaWeights: { title: 5, id: 10, question: 4, whole: 3, document: 0.5, date: 0 } };
const MOST_WORDS = 12; // of a question, that are tried one by one when no record holds them all

let pagefind;

export async function open(bundle, root) {
  pagefind = await import(`${bundle}pagefind.js`);
  await pagefind.options({ baseUrl: root, excerptLength: 36, ranking: RANKING });
  await pagefind.filters(); // loads them all, so that every answer counts them
}

// The words of a question; those that carry it; whether it stands in quotation marks, as a phrase.
export function read(q) {
  const plain = q.replace(/[“”„«»]/g, '"');
  const words = plain.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const carrying = words.filter((word) => !STOP_WORDS.has(word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")));
  const isEnglish = document.documentElement.lang.startsWith("en");
  return { words, carrying: isEnglish && carrying.length ? carrying : words, isPhrase: /^".+"$/.test(plain.trim()) };
}

export async function ask({ q, chosen, sort }) {
  const { words, carrying, isPhrase } = read(q);
  const order = sort === "relevance" ? (words.length ? "" : "severity") : sort;
  if (!words.length) return answered(null, chosen, order, {});
  const phrase = `"${words.join(" ").replaceAll('"', "")}"`;
  const exact = await look(phrase, chosen);
  if (isPhrase && exact.unfilteredResultCount) return answered(phrase, chosen, order, { near: await look(carrying.join(" "), chosen) });
  const kept = await held(carrying);
  const missing = carrying.filter((word) => !kept.includes(word));
  return answered(kept.join(" "), chosen, order, { first: exact, missing, isBroken: isPhrase });
}

const look = (term, chosen, order) =>
  pagefind.search(term, {
    filters: Object.fromEntries(Object.entries(chosen).map(([name, codes]) => [name, { any: codes }])),
    sort: order ? { [order]: "asc" } : {},
  });

// Results and counts. By relevance, `first` come before all others, and equals stand as they do in `near`.
async function answered(term, chosen, order, { first, near, missing = [], isBroken = false }) {
  const main = await look(term, chosen, order);
  const counts = { ...main.filters };
  const facets = Object.keys(chosen).map(async (name) => {
    const { [name]: _, ...others } = chosen; // what each value of a facet would add, beside the other facets
    counts[name] = (await look(term, others)).filters[name];
  });
  await Promise.all(facets);
  const results = order ? main.results : ordered(main.results, first?.results ?? [], near?.results ?? []);
  return { results, counts, missing, isBroken };
}

function ordered(main, first, near) {
  const places = new Map(near.map((result, place) => [result.id, place]));
  const place = (result) => places.get(result.id) ?? near.length;
  const ids = new Set(first.map((result) => result.id));
  return [...first, ...main.filter((result) => !ids.has(result.id)).sort((a, b) => b.score - a.score || place(a) - place(b))];
}

// The most words that some record holds together: all, or without the ones that stand in the way.
async function held(words) {
  const count = async (some) => (await look(some.join(" "), {})).unfilteredResultCount;
  if (words.length < 2 || words.length > MOST_WORDS || (await count(words))) return words;
  const shorter = words.map((_, at) => words.filter((_, other) => other !== at));
  const counts = await Promise.all(shorter.map(count));
  const fewest = Math.min(...counts.filter(Boolean));
  if (fewest < Infinity) return shorter[counts.indexOf(fewest)];
  const alone = await Promise.all(words.map((word) => count([word])));
  return held(shorter[alone.indexOf(Math.min(...alone))]);
}
