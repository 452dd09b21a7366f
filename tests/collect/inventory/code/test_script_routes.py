"""Routes of TypeScript and JavaScript: routers, controllers, files and page trees."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "package.json": '{"name": "api", "dependencies": {"express": "5"}}',
            "src/index.ts": """
                import express from "express";
                import users from "./routes/users";
                import { items } from "@/routes";
                import { registerAdmin } from "./admin";
                const app = express();
                const API = "/api";
                app.get("/health", (req, res) => res.send("ok"));
                app.set("view", 1);
                app.get("env");
                app.use(`${API}/users`, auth, users);
                app.use(API, items);
                app.use("/old", items);
                registerAdmin(app);
                """,
            "src/routes/users.ts": """
                import { Router } from "express";
                const router = Router();
                router.get("/:id", show);
                router.route("/:id/keys").post(add).delete(remove);
                export default router;
                """,
            "src/routes/index.ts": 'export { router as items } from "./items";\n',
            "src/routes/items.ts": """
                import * as express from "express";
                export const router = express.Router();
                router.all("/any", h);
                """,
            "src/admin.ts": """
                export function registerAdmin(app) {
                  app.get("/admin", (req, res) => {});
                }
                """,
            "src/client.ts": """
                import axios from "axios";
                export const api = axios.create();
                api.get("/not/a/route", {});
                axios.post("/nor/this", body);
                """,
        },
        ["ANY /api/any", "ANY /old/any", "DELETE /api/users/{id}/keys", "GET /admin", "GET /api/users/{id}",
        "GET /health",
         "POST /api/users/{id}/keys"],
        id="Express: prefixes through imports, aliases, re-exports and functions given the application",
    ),
    pytest.param(
        {
            "package.json": '{"name": "api", "dependencies": {"fastify": "5", "hono": "4"}}',
            "server.js": """
                const fastify = require("fastify")();
                fastify.register(require("./plugin"), { prefix: "/v1" });
                fastify.route({ method: ["GET", "HEAD"], url: "/r/:id", handler: h });
                """,
            "plugin.js": """
                async function plugin(fastify, options) {
                  fastify.get("/things", async () => []);
                }
                module.exports = plugin;
                """,
            "edge.ts": """
                import { Hono } from "hono";
                const app = new Hono().basePath("/edge");
                const books = new Hono().get("/", list).post("/:id", add);
                app.route("/books", books);
                app.get("/ping", (c) => c.text("pong")).put("/pong", h);
                export default app;
                """,
        },
        ["GET /edge/books/", "GET /edge/ping", "GET /r/{id}", "GET /v1/things", "HEAD /r/{id}",
        "POST /edge/books/{id}", "PUT /edge/pong"],
        id="Fastify plugins and Hono chains",
    ),
    pytest.param(
        {
            "package.json": '{"name": "api", "dependencies": {"fastify": "5"}}',
            "src/main.ts": """
                import Fastify from "fastify";
                import { registerV1 } from "./v1";
                export const main = async () => {
                  const server = Fastify({ logger: true });
                  await server.register(registerV1, { prefix: "/api/v1" });
                };
                """,
            "src/v1/index.ts": """
                import { registerOrders } from "./orders";
                export const registerV1 = async (server: FastifyZod) => {
                  await server.register(registerOrders, { prefix: "/orders" });
                  await server.register(
                    async (adminRouter) => {
                      await adminRouter.register(registerOrders);
                      adminRouter.get("/me", async () => {});
                    },
                    { prefix: "/admin" }
                  );
                };
                """,
            "src/v1/orders.ts": """
                export const registerOrders = async (server: FastifyZod) => {
                  server.route({ method: "GET", url: "/:id", handler: async () => {} });
                  server.route({ method: "POST", url: "/", handler });
                };
                """,
        },
        ["GET /api/v1/admin/me", "GET /api/v1/admin/{id}", "GET /api/v1/orders/{id}", "POST /api/v1/admin/",
        "POST /api/v1/orders/"],
        id="Fastify plugins inside plugins, written inline",
    ),
    pytest.param(
        {
            "package.json": '{"name": "api", "dependencies": {"@nestjs/core": "11"}, '
            '"scripts": {"start": "nest start"}}',
            "src/main.ts": """
                import { NestFactory } from "@nestjs/core";
                const app = await NestFactory.create(AppModule);
                app.setGlobalPrefix("api");
                app.enableVersioning({ type: VersioningType.URI, defaultVersion: "1" });
                """,
            "src/cats.controller.ts": """
                import { Controller, Get, Post, Version } from "@nestjs/common";
                @Controller("cats")
                export class CatsController {
                  @Get()
                  all() {}
                  @Post(":id/feed")
                  feed() {}
                  @Version("2")
                  @Get("new")
                  fresh() {}
                }
                """,
        },
        ["GET /api/v1/cats", "GET /api/v2/cats/new", "POST /api/v1/cats/{id}/feed"],
        id="Nest: global prefix and versions",
    ),
    pytest.param(
        {
            "web/package.json": '{"name": "web", "dependencies": {"next": "15"}, "scripts": {"dev": "next dev"}}',
            "web/src/app/page.tsx": "export default function Page() { return null }\n",
            "web/src/app/(shop)/items/[id]/page.tsx": "export default function Page() { return null }\n",
            "web/src/app/docs/[[...slug]]/page.tsx": "export default function Page() { return null }\n",
            "web/src/app/_private/page.tsx": "export default function Page() { return null }\n",
            "web/src/app/api/pay/route.ts": """
                export async function POST(request: Request) {}
                const read = () => {};
                export { read as GET };
                """,
            "web/pages/api/hello.ts": "export default function handler(req, res) {}\n",
            "web/pages/_app.tsx": "export default function App() { return null }\n",
            "web/pages/about/index.tsx": "export default function About() { return null }\n",
        },
        ["ANY /api/hello", "GET /", "GET /about", "GET /api/pay", "GET /docs/{slug}", "GET /items/{id}",
        "POST /api/pay"],
        id="Next: app and pages folders",
    ),
    pytest.param(
        {
            "a/package.json": '{"name": "a", "dependencies": {"react-router-dom": "6", "vite": "5"}}',
            "a/src/App.tsx": """
                import { Routes, Route, createBrowserRouter } from "react-router-dom";
                export const App = () => (
                  <Routes>
                    <Route path="/" element={<Layout />}>
                      <Route index element={<Home />} />
                      <Route path="users/:id" element={<User />} />
                    </Route>
                    <Route path="*" element={<Lost />} />
                  </Routes>
                );
                const router = createBrowserRouter([
                  { path: "/b", element: <B />, children: [{ index: true, element: <I /> }, { path: "c",
                  element: <C /> }] },
                ]);
                """,
            "b/package.json": '{"name": "b", "devDependencies": {"@react-router/dev": "7"}}',
            "b/app/routes.ts": """
                import { type RouteConfig, index, layout, prefix, route } from "@react-router/dev/routes";
                const more = [route("more", "./more.tsx")];
                export default [
                  index("./home.tsx"),
                  layout("./l.tsx", [route("x/:id?", "./x.tsx", [route("y", "./y.tsx")])]),
                  ...prefix("deep", [route("z", "./z.tsx")]),
                  ...more,
                ] satisfies RouteConfig;
                """,
        },
        ["GET /", "GET /", "GET /*", "GET /b", "GET /b/c", "GET /deep/z", "GET /more", "GET /users/{id}",
        "GET /x/{id}", "GET /x/{id}/y"],
        id="React Router: elements, objects and route files",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_routes_are_named_as_they_are_reached(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert names(found_in(tmp_path, files), Kind.ROUTE) == expected
