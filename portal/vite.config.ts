// How the portal is built: into the Python package, with a build-info.json that names the hashes its policy needs.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { buildInfo } from "./dev/build-info.ts";
import { licences } from "./dev/licences.ts";
import { mockApi } from "./dev/mock-api.ts";
import { playground } from "./dev/playground.ts";

const output =
  process.env.KAIZEN_PORTAL_OUT ?? fileURLToPath(new URL("../src/kaizen/portal", import.meta.url));
const server = process.env.KAIZEN_URL ?? "http://127.0.0.1:8420";

export default defineConfig(({ mode }) => ({
  plugins: [react(), buildInfo(), playground(), licences(), ...(mode === "mock" ? [mockApi()] : [])],
  build: {
    outDir: output,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: mode === "mock" ? {} : { proxy: { "/api": { target: server, ws: true } } },
}));
