// Every address of the portal; pages are fetched when first visited, filters are plain words in the URL.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from "@tanstack/react-router";
import { Crash, NotFound } from "./Fallbacks.tsx";
import { Gate } from "./Gate.tsx";
import { Home } from "../pages/home/Home.tsx";
import { words } from "./search.ts";

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound });
const paging = ["cursor", "skipped"] as const;

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: words("token"),
  component: lazyRouteComponent(() => import("../pages/sign-in/SignIn.tsx"), "SignIn"),
});
const inventory = createRoute({
  getParentRoute: () => root,
  path: "/inventory",
  validateSearch: words("q", "kind", "owner", "language", "state", "sort", "view", ...paging),
  component: lazyRouteComponent(() => import("../pages/inventory/Inventory.tsx"), "Inventory"),
});
const item = createRoute({
  getParentRoute: () => root,
  path: "/inventory/$id",
  component: lazyRouteComponent(() => import("../pages/inventory/Item.tsx"), "Item"),
});
const findings = createRoute({
  getParentRoute: () => root,
  path: "/findings",
  validateSearch: words("q", "severity", "state", "rule", "path", "item_id", "sort", "view", ...paging),
  component: lazyRouteComponent(() => import("../pages/findings/Findings.tsx"), "Findings"),
});
const finding = createRoute({
  getParentRoute: () => root,
  path: "/findings/$id",
  component: lazyRouteComponent(() => import("../pages/findings/Finding.tsx"), "Finding"),
});

const routeTree = root.addChildren([home, signIn, inventory, item, findings, finding]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultErrorComponent: Crash,
  scrollRestoration: true,
  parseSearch: parseSearchWith(value => value),
  stringifySearch: stringifySearchWith(String),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
