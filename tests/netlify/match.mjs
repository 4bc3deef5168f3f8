// Where Netlify leads each path on standard input, by the rules of the file that is named: a line of JSON for each.
import { readFileSync } from "node:fs";
import { parseAllRedirects } from "@netlify/redirect-parser";
import redirector from "netlify-redirector";

const { redirects, errors } = await parseAllRedirects({ redirectsFiles: [process.argv[2]], configRedirects: [], minimal: false });
if (errors.length) throw new Error(errors.map(String).join("; "));
const rules = redirects.map(({ from, query, ...rest }) => ({ ...rest, origin: from, params: query }));
const matcher = rules.length ? await redirector.parseJSON(JSON.stringify(rules), {}) : { match: () => null };
const request = (path) => ({ scheme: "https", host: "atlas.example", path, query: "", getHeader: () => "", getCookie: () => "" });
for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const found = matcher.match(request(path));
  console.log(JSON.stringify(found ? { to: found.to, status: found.status, force: found.force } : null));
}
process.exit(0);
