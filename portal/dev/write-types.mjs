// Writes the API's types from its description: node dev/write-types.mjs [openapi.json] [schema.ts].
// Prose is left out, so that a reworded sentence of the server changes nothing here.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const HEAD = "// Written by `npm run api` from docs/reference/openapi.json; do not edit.\n\n";
const PROSE = new Set(["description", "summary", "title"]);

function withoutProse(part) {
  if (Array.isArray(part)) return part.map(withoutProse);
  if (typeof part !== "object" || part === null) return part;
  const kept = Object.entries(part).filter(
    ([name, value]) => !(PROSE.has(name) && typeof value === "string"),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutProse(value)]));
}

const [from = "../docs/reference/openapi.json", to = "src/api/schema.ts"] = process.argv.slice(2);
const { info, ...rest } = JSON.parse(readFileSync(from, "utf8"));
const described = { ...withoutProse(rest), info };
writeFileSync(to, HEAD + astToString(await openapiTS(described, { silent: true })));
