"""Next, React Router, TanStack Router, and what only looks like routes."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "package.json": """
                {"name":"w","dependencies":{"next":"15"},"scripts":{"dev":"next dev"}}
                """,
            "next.config.js": "module.exports = { reactStrictMode: true };\n",
            "src/app/page.tsx": "export default function P() { return null }\n",
            "src/app/(m)/about/page.tsx": "export default function P() { return null }\n",
            "src/app/@modal/(.)photo/[id]/page.tsx": "export default function P() { return null }\n",
            "src/app/@modal/default.tsx": "export default function P() { return null }\n",
            "src/app/photo/[id]/page.tsx": "export default function P() { return null }\n",
            "src/app/@side/stats/page.tsx": "export default function P() { return null }\n",
            "src/app/shop/[...slug]/page.jsx": "export default function P() { return null }\n",
            "src/app/opt/[[...s]]/page.js": "export default function P() { return null }\n",
            "src/app/_p/x/page.tsx": "export default function P() { return null }\n",
            "src/app/layout.tsx": "export default function P() { return null }\n",
            "src/app/loading.tsx": "export default function P() { return null }\n",
            "src/app/not-found.tsx": "export default function P() { return null }\n",
            "src/app/sitemap.ts": "export default function P() { return null }\n",
            "src/app/robots.ts": "export default function P() { return null }\n",
            "src/app/opengraph-image.tsx": "export default function P() { return null }\n",
            "src/app/manifest.ts": "export default function P() { return null }\n",
            "src/app/%5Fy/page.tsx": "export default function P() { return null }\n",
            "src/app/dash/(..)feed/page.tsx": "export default function P() { return null }\n",
            "src/app/feed/page.tsx": "export default function P() { return null }\n",
            "src/app/m/page.mdx": "export default function P() { return null }\n",
            "src/app/page.test.tsx": "export default function P() { return null }\n",
            "src/app/api/a/route.ts": """
                export const GET = async () => {};
                export async function POST() {}
                export const dynamic = "force";
                """,
            "src/app/api/b/[id]/route.ts": """
                import { createX } from "x";
                export const { GET, POST } = createX();
                """,
            "src/app/api/c/route.js": 'export { GET, PUT as POST } from "./impl";\n',
            "src/app/api/d/route.ts": """
                import { handlers } from "@/auth";
                export const { GET, POST: DELETE } = handlers;
                """,
            "src/app/api/e/route.ts": """
                const handler = async () => {};
                export { handler as GET, handler as POST };
                """,
            "src/app/api/f/route.ts": 'export * from "./impl";\n',
            "src/app/api/f/impl.ts": "export async function PATCH() {}\n",
            "src/app/feed.xml/route.ts": """
                export function GET() {}
                export function HEAD() {}
                export function OPTIONS() {}
                """,
            "src/middleware.ts": "export function middleware() {}\n",
        },
        [
            "DELETE /api/d",
            "GET /",
            "GET /_y",
            "GET /about",
            "GET /api/a",
            "GET /api/b/{id}",
            "GET /api/c",
            "GET /api/d",
            "GET /api/e",
            "GET /feed",
            "GET /feed.xml",
            "GET /m",
            "GET /opt/{s}",
            "GET /photo/{id}",
            "GET /shop/{slug}",
            "GET /stats",
            "HEAD /feed.xml",
            "OPTIONS /feed.xml",
            "PATCH /api/f",
            "POST /api/a",
            "POST /api/b/{id}",
            "POST /api/c",
            "POST /api/e",
        ],
        id="next",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"w","dependencies":{"next":"15"},"scripts":{"dev":"next dev"}}
                """,
            "next.config.mjs": """
                const nextConfig = { basePath: "/docs", pageExtensions: ["page.tsx", "page.ts", "api.ts"] };
                export default nextConfig;
                """,
            "pages/index.page.tsx": "export default () => null\n",
            "pages/users/[id].page.tsx": "export default () => null\n",
            "pages/users/helper.ts": "export const x = 1\n",
            "pages/_app.page.tsx": "export default () => null\n",
            "pages/api/x.api.ts": "export default function handler() {}\n",
        },
        ["ANY /docs/api/x", "GET /docs", "GET /docs/users/{id}"],
        id="next basePath pages pageExtensions",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "apps/web/package.json": """
                {"name":"w","dependencies":{"next":"15"},"scripts":{"dev":"next dev"}}
                """,
            "apps/web/pages/a/b.tsx": "export default () => null\n",
            "apps/web/pages/a/b.test.tsx": 'it("x")\n',
            "apps/web/pages/404.tsx": "",
            "apps/web/pages/a/b.module.css": "",
            "apps/web/src/components/page.tsx": "export default () => null\n",
            "apps/web/app/x/page.tsx": "export default () => null\n",
            "packages/ui/app/page.tsx": "",
        },
        ["GET /a/b", "GET /x"],
        id="next in monorepo w/ config",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"w","dependencies":{"react-router-dom":"6","vite":"5"},"scripts":{"dev":"vite"}}
                """,
            "src/r.tsx": """
                import { createBrowserRouter, RouterProvider, createRoutesFromElements, Route,
                  Navigate } from "react-router-dom";
                import { adminRoutes } from "./admin";
                const ROUTES = { HOME: "/", U: "/users/:id" };
                export const router = createBrowserRouter([
                 {path: ROUTES.HOME, element: <Layout/>, errorElement: <E/>, children: [ {index: true,
                  element: <H/>}, {path: "about", lazy: () => import("./a")}, {element: <Guard/>,
                  children: [{path: "secret", element: <S/>}]}, adminRoutes ]},
                 {path: ROUTES.U, Component: U},
                 {path: "*", element: <N/>},
                ], { basename: "/app" });
                """,
            "src/admin.tsx": """
                export const adminRoutes = { path: "admin", children: [{ index: true, element: <A/> },
                  { path: "x/*", element: <X/> }] };
                """,
        },
        [
            "GET /app",
            "GET /app/*",
            "GET /app/about",
            "GET /app/admin",
            "GET /app/admin/x/*",
            "GET /app/secret",
            "GET /app/users/{id}",
        ],
        id="react router objects",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"w","dependencies":{"react-router-dom":"6","vite":"5"},"scripts":{"dev":"vite"}}
                """,
            "src/App.tsx": """
                import { Routes, Route, Switch, BrowserRouter, Navigate } from "react-router-dom";
                import { PATHS } from "./paths";
                import { LazyAdmin } from "./Admin";
                export default () => (<BrowserRouter><Routes>
                <Route element={<P/>}><Route path={PATHS.HOME} element={<H/>} />
                <Route path="/s" element={<Set/>}><Route path="p" element={<X/>} /></Route></Route>
                <Route path="/old" element={<Navigate to="/" />} />
                </Routes></BrowserRouter>);
                """,
            "src/paths.ts": 'export const PATHS = { HOME: "/home", X: "/x" } as const;\n',
        },
        ["GET /home", "GET /old", "GET /s/p"],
        id="react router elements",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"w","devDependencies":{"@react-router/dev":"7"},"scripts":{"dev":"react-router dev"}}
                """,
            "vite.config.ts": "",
            "app/routes.ts": """
                import { type RouteConfig, index, layout, prefix, route } from "@react-router/dev/routes";
                import { flatRoutes } from "@react-router/fs-routes";
                export default [
                 index("routes/home.tsx"),
                 route("about", "routes/about.tsx", { id: "a" }),
                 ...prefix("api", [route("x/:id", "x.ts"), ...prefix("deep", [index("d.tsx")])]),
                 layout("l.tsx", { id: "z" }, [route("in", "i.tsx", [index("ii.tsx"), route("more",
                  "m.tsx")])]),
                 route("*", "c.tsx"),
                ] satisfies RouteConfig;
                """,
        },
        ["GET /", "GET /*", "GET /about", "GET /api/deep", "GET /api/x/{id}", "GET /in", "GET /in/more"],
        id="rr v7 config",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"w","devDependencies":{"@react-router/dev":"7"},
                 "dependencies":{"@react-router/fs-routes":"7"},"scripts":{"dev":"react-router dev"}}
                """,
            "vite.config.ts": "",
            "app/routes.ts": """
                import { flatRoutes } from "@react-router/fs-routes";
                export default flatRoutes() satisfies RouteConfig;
                """,
            "app/routes/_index.tsx": "export default function X() { return null }\n",
            "app/routes/about.tsx": "export default function X() { return null }\n",
            "app/routes/users.$id.tsx": "export default function X() { return null }\n",
            "app/routes/users._index.tsx": "export default function X() { return null }\n",
            "app/routes/users.tsx": "export default function X() { return null }\n",
            "app/routes/_auth.login.tsx": "export default function X() { return null }\n",
            "app/routes/_auth.tsx": "export default function X() { return null }\n",
            "app/routes/files.$.tsx": "export default function X() { return null }\n",
            "app/routes/($lang).x.tsx": "export default function X() { return null }\n",
            "app/routes/users_.special.tsx": "export default function X() { return null }\n",
            "app/routes/sitemap[.]xml.tsx": "export default function X() { return null }\n",
            "app/routes/dash/route.tsx": "export default function X() { return null }\n",
            "app/routes/dash/widget.tsx": "export default function X() { return null }\n",
        },
        [
            "GET /",
            "GET /about",
            "GET /dash",
            "GET /files/{splat}",
            "GET /login",
            "GET /sitemap.xml",
            "GET /users",
            "GET /users/special",
            "GET /users/{id}",
            "GET /{lang}/x",
        ],
        id="rr v7 flatRoutes",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"w","dependencies":{"@tanstack/react-router":"1","vite":"5"},"scripts":{"dev":"vite"}}
                """,
            "src/routes/posts.$id.tsx": """
                import { createFileRoute } from "@tanstack/react-router";
                export const Route = createFileRoute("/posts/$id")({ component: P });
                """,
            "src/routes/__root.tsx": """
                import { createRootRoute } from "@tanstack/react-router";
                export const Route = createRootRoute({});
                """,
            "src/routes/_auth/d.tsx": """
                import { createFileRoute } from "@tanstack/react-router";
                export const Route = createFileRoute("/_auth/d")({ component: P });
                """,
        },
        ["GET /d", "GET /posts/{id}"],
        id="tanstack",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "src/a.ts": """
                import axios from "axios";
                import request from "supertest";
                const api = axios.create();
                api.get("/x", cb);
                const m = new Map();
                m.get("/x", h);
                cache.get("/y", () => 1);
                request(app).get("/z").expect(200);
                $.post("/q", fn);
                http.get("/w", (r) => r);
                """,
            "src/b.ts": """
                import { http } from "msw";
                export const handlers = [http.get("/api/x", () => {})];
                const server = setupServer(http.post("/y", h));
                """,
        },
        [],
        id="non routes",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "src/g.ts": """
                import { WebSocketGateway, SubscribeMessage } from "@nestjs/websockets";
                @WebSocketGateway({ namespace: "chat" })
                export class G { @SubscribeMessage("m") m() {} }
                """,
        },
        [],
        id="gateways & trpc",
    ),
]


@pytest.mark.parametrize(("files", "routes"), CASES)
def test_page_patterns(tmp_path: Path, files: dict[str, str], routes: list[str]) -> None:
    found = found_in(tmp_path, files)
    assert names(found, Kind.ROUTE) == routes
