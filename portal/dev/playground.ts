// Puts Swagger UI's two files and its licence beside the pages, for the API playground at /api/docs.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const FILES = ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE"];

export function playground(): Plugin {
  return {
    name: "kaizen-playground",
    apply: "build",
    generateBundle() {
      const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
      for (const file of FILES) {
        // The source map stays out of the package: its address would be asked for in vain.
        const source = readFileSync(join(folder, file), "utf8").replace(
          /^\/[/*]# sourceMappingURL=.*$/gm,
          "",
        );
        this.emitFile({ type: "asset", fileName: `playground/${file}`, source });
      }
    },
  };
}
