// Writes licences.txt beside the pages: the licence of every package whose code they hold.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const PACKAGE = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

function notice(folder: string): string {
  const facts = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const file = readdirSync(folder).find(name => /^licen[cs]e/i.test(name));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${facts.name} ${facts.version} (${facts.license})\n\n${text}`.trim();
}

export function licences(): Plugin {
  return {
    name: "kaizen-licences",
    apply: "build",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap(part => (part.type === "chunk" ? part.moduleIds : []));
      const folders = new Set(modules.flatMap(id => PACKAGE.exec(id)?.[1] ?? []));
      const source = [...folders]
        .sort()
        .map(notice)
        .join(`\n\n${"-".repeat(80)}\n\n`);
      this.emitFile({ type: "asset", fileName: "licences.txt", source: `${source}\n` });
    },
  };
}
