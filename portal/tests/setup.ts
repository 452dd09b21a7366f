// What jsdom lacks and the component library asks for, and the words.
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { startWords } from "../src/i18n/index.ts";

window.matchMedia ??= query =>
  ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
  }) as unknown as MediaQueryList;

await startWords();
afterEach(cleanup);
