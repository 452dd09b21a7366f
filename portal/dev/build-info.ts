// Writes build-info.json beside the pages: the SHA-256 of every inline script and style, for the Content-Security-Policy.
import { createHash } from "node:crypto";
import type { Plugin } from "vite";

const INLINE = { script: /<script>([\s\S]*?)<\/script>/g, style: /<style>([\s\S]*?)<\/style>/g };

function hashes(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map(
    match =>
      `sha256-${createHash("sha256")
        .update(match[1] ?? "")
        .digest("base64")}`,
  );
}

export function buildInfo(): Plugin {
  return {
    name: "kaizen-build-info",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") throw new Error("the build produced no index.html");
        const html = page.source.toString();
        const csp = { script: hashes(html, INLINE.script), style: hashes(html, INLINE.style) };
        this.emitFile({
          type: "asset",
          fileName: "build-info.json",
          source: `${JSON.stringify({ csp }, null, 2)}\n`,
        });
      },
    },
  };
}
