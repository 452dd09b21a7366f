// The pages by their place in the loop: the list that navigation, shortcuts and tests share.
import type { IconName } from "../parts/Icon.tsx";

export type PageName =
  | "home"
  | "inventory"
  | "testruns"
  | "probes"
  | "findings"
  | "standards"
  | "reports"
  | "keys"
  | "audit"
  | "system";

export type PagePath = "/" | `/${Exclude<PageName, "home">}`;
export type PageEntry = { name: PageName & IconName; to: PagePath; key: string };
export type PageGroup = { name: "collect" | "analyze" | "ground" | null; pages: PageEntry[] };

export const PAGES: PageGroup[] = [
  { name: null, pages: [{ name: "home", to: "/", key: "h" }] },
  {
    name: "collect",
    pages: [
      { name: "inventory", to: "/inventory", key: "i" },
      { name: "testruns", to: "/testruns", key: "t" },
      { name: "probes", to: "/probes", key: "p" },
    ],
  },
  {
    name: "analyze",
    pages: [
      { name: "findings", to: "/findings", key: "f" },
      { name: "standards", to: "/standards", key: "s" },
      { name: "reports", to: "/reports", key: "r" },
    ],
  },
  {
    name: "ground",
    pages: [
      { name: "keys", to: "/keys", key: "k" },
      { name: "audit", to: "/audit", key: "a" },
      { name: "system", to: "/system", key: "y" },
    ],
  },
];
