// Whether the standards were ever checked: without a check no finding means unknown, not well.
import type { Home } from "../../api/types.ts";

const CHECK_STEP = "check";

export const checked = (home: Pick<Home, "checklist">): boolean =>
  home.checklist.some(step => step.id === CHECK_STEP && step.done);
