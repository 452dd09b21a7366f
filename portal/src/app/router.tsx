// Every address of the portal; pages are fetched when first visited, filters are plain words in the URL.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from "@tanstack/react-router";
import { Home } from "../pages/home/Home.tsx";
import { Bones } from "../parts/Bones.tsx";
import { Crash, NotFound } from "./Fallbacks.tsx";
import { Gate } from "./Gate.tsx";
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

const standards = createRoute({
  getParentRoute: () => root,
  path: "/standards",
  component: lazyRouteComponent(() => import("../pages/standards/Standards.tsx"), "Standards"),
});
const standard = createRoute({
  getParentRoute: () => root,
  path: "/standards/$rule",
  component: lazyRouteComponent(() => import("../pages/standards/Standard.tsx"), "Standard"),
});
const testruns = createRoute({
  getParentRoute: () => root,
  path: "/testruns",
  validateSearch: words("view", ...paging),
  component: lazyRouteComponent(() => import("../pages/testruns/TestRuns.tsx"), "TestRuns"),
});
const testrun = createRoute({
  getParentRoute: () => root,
  path: "/testruns/$id",
  validateSearch: words("view", "outcome", "q", ...paging),
  component: lazyRouteComponent(() => import("../pages/testruns/TestRun.tsx"), "TestRun"),
});
const probes = createRoute({
  getParentRoute: () => root,
  path: "/probes",
  component: lazyRouteComponent(() => import("../pages/probes/Probes.tsx"), "Probes"),
});
const probe = createRoute({
  getParentRoute: () => root,
  path: "/probes/$name",
  component: lazyRouteComponent(() => import("../pages/probes/Probe.tsx"), "Probe"),
});
const reports = createRoute({
  getParentRoute: () => root,
  path: "/reports",
  component: lazyRouteComponent(() => import("../pages/reports/Reports.tsx"), "Reports"),
});
const keys = createRoute({
  getParentRoute: () => root,
  path: "/keys",
  component: lazyRouteComponent(() => import("../pages/keys/Keys.tsx"), "Keys"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: words("actor", "action", ...paging),
  component: lazyRouteComponent(() => import("../pages/audit/Audit.tsx"), "Audit"),
});
const system = createRoute({
  getParentRoute: () => root,
  path: "/system",
  component: lazyRouteComponent(() => import("../pages/system/System.tsx"), "System"),
});

const routeTree = root.addChildren([
  home,
  signIn,
  inventory,
  item,
  findings,
  finding,
  standards,
  standard,
  testruns,
  testrun,
  probes,
  probe,
  reports,
  keys,
  audit,
  system,
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultErrorComponent: Crash,
  defaultPendingComponent: Bones,
  defaultPendingMs: 80, // a skeleton within a fifth of a second, even while the page itself is fetched
  defaultPendingMinMs: 0,
  scrollRestoration: true,
  parseSearch: parseSearchWith(value => value),
  stringifySearch: stringifySearchWith(String),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
