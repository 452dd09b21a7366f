"""Express, Fastify, Hono, Koa and Nest in their documented ways."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in, names

CASES = [
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "src/app.ts": r"""
                import express, { Router } from "express";
                import v1 from "./v1";
                import * as health from "./health";
                import { buildAdmin } from "./admin";
                const app = express();
                const router = Router();
                router.use("/v1", v1);
                app.use("/api", express.json(), router);
                app.use(health.router);
                app.use("/admin", buildAdmin());
                app.get(["/a", "/b"], h);
                app.get("/re/:id(\\d+)/:opt?", h);
                export default app;
                """,
            "src/v1/index.ts": """
                import express from "express";
                import users from "./users.js";
                const r = express.Router({ mergeParams: true });
                r.use("/users", users);
                r.route("/x").get(h).post(m, h);
                export default r;
                """,
            "src/v1/users.ts": """
                import { Router } from "express";
                export default Router().get("/", list).get("/:id", one);
                """,
            "src/health.ts": """
                import { Router } from "express";
                export const router = Router();
                router.get("/health", (_, res) => res.send());
                """,
            "src/admin.ts": """
                import { Router } from "express";
                export function buildAdmin(): Router {
                  const r = Router();
                  r.delete("/x", h);
                  return r;
                }
                """,
            "legacy/app.js": """
                const express = require("express");
                const app = express();
                const { router } = require("./r");
                app.use("/l", require("./items"));
                app.use("/m", router);
                module.exports = app;
                """,
            "legacy/items.js": """
                const router = require("express").Router();
                router.get("/i", h);
                module.exports = router;
                """,
            "legacy/r.js": """
                const { Router } = require("express");
                const router = Router();
                router.put("/r", h);
                module.exports = { router };
                """,
        },
        [
            "DELETE /admin/x",
            "GET /a",
            "GET /api/v1/users/",
            "GET /api/v1/users/{id}",
            "GET /api/v1/x",
            "GET /b",
            "GET /health",
            "GET /l/i",
            "GET /re/{id}/{opt}",
            "POST /api/v1/x",
            "PUT /m/r",
        ],
        id="express chains named/default/require",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "src/server.ts": """
                import express, { Application } from "express";
                import { UserController } from "./user.controller";
                class App {
                  public app: Application;
                  constructor() {
                    this.app = express();
                    this.routes();
                  }
                  private routes() {
                    this.app.use("/users", new UserController().router);
                    this.app.get("/ping", (req, res) => res.send("x"));
                  }
                }
                """,
            "src/user.controller.ts": """
                import { Router } from "express";
                export class UserController {
                  public router = Router();
                  constructor() {
                    this.router.get("/", this.list);
                    this.router.post("/:id", this.make.bind(this));
                  }
                  list() {}
                }
                """,
        },
        ["GET /ping", "GET /users/", "POST /users/{id}"],
        id="express class controllers",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "src/index.ts": """
                import express from "express";
                import auth from "./auth";
                import users from "./users";
                const app = express();
                const routes = [{ path: "/auth", route: auth }, { path: "/users", route: users }];
                routes.forEach((r) => { app.use(r.path, r.route); });
                """,
            "src/auth.ts": """
                import express from "express";
                const router = express.Router();
                router.post("/login", h);
                export default router;
                """,
            "src/users.ts": """
                import express from "express";
                const router = express.Router();
                router.route("/").get(h).post(h);
                export = router;
                """,
        },
        ["GET /users/", "POST /auth/login", "POST /users/"],
        id="express loop mount",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "src/server.ts": """
                import fastify, { FastifyInstance } from "fastify";
                import fp from "fastify-plugin";
                import users from "./users";
                import { itemRoutes } from "./items";
                const app = fastify();
                app.register(users, { prefix: "/users" });
                app.register(itemRoutes);
                app.register(import("./dyn"), { prefix: "dyn" });
                app.withTypeProvider<X>().get("/typed", async () => {});
                app.register(async function (child) { child.get("/c", async () => {}); }, { prefix: "/in" });
                app.get("/ws", { websocket: true }, (s) => {});
                """,
            "src/users.ts": """
                import fp from "fastify-plugin";
                import { FastifyInstance } from "fastify";
                async function users(app: FastifyInstance) {
                  app.get("/", { schema }, async () => []);
                  app.route({ method: "POST", url: "/:id", handler });
                }
                export default fp(users);
                """,
            "src/items.ts": """
                import type { FastifyPluginAsync } from "fastify";
                export const itemRoutes: FastifyPluginAsync = async (fastify, opts) => {
                  fastify.delete<{ Params: P }>("/items/:id", async () => {});
                };
                """,
            "src/dyn.ts": """
                export default async function (f, o) {
                  f.get("/d", async () => {});
                }
                """,
        },
        ["DELETE /items/{id}", "GET /dyn/d", "GET /in/c", "GET /typed", "GET /users/", "GET /ws", "POST /users/{id}"],
        id="fastify",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "src/index.ts": """
                import { Hono } from "hono";
                import { OpenAPIHono, createRoute } from "@hono/zod-openapi";
                import books from "./books";
                import { authors } from "./authors";
                const app = new Hono<{ Bindings: B }>();
                const api = app.basePath("/api");
                const routes = api.route("/books", books).route("/authors", authors);
                app.get("/", (c) => c.text("x"));
                app.on(["PUT","DELETE"], "/on", h);
                const r = createRoute({ method: "get", path: "/oa/{id}", responses: {} });
                const oa = new OpenAPIHono();
                oa.openapi(r, (c) => c.json({}));
                app.route("/o", oa);
                export type T = typeof routes;
                export default app;
                """,
            "src/books.ts": """
                import { Hono } from "hono";
                const app = new Hono().get("/", list).post("/:id{[0-9]+}", add);
                export default app;
                """,
            "src/authors.ts": """
                import { Hono } from "hono";
                export const authors = new Hono();
                authors.get("/:id?", h);
                authors.use("*", m);
                """,
        },
        [
            "DELETE /on",
            "GET /",
            "GET /api/authors/{id}",
            "GET /api/books/",
            "GET /o/oa/{id}",
            "POST /api/books/{id}",
            "PUT /on",
        ],
        id="hono",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"x","dependencies":{"express":"1"},"scripts":{"start":"node ."}}
                """,
            "src/a.js": """
                const Koa = require("koa");
                const Router = require("@koa/router");
                const app = new Koa();
                const router = new Router({ prefix: "/k" });
                router.get("/x", h);
                router.get("named", "/y/:id", h);
                const inner = new Router();
                inner.del("/z", h);
                router.use("/inner", inner.routes(), inner.allowedMethods());
                app.use(router.routes());
                """,
        },
        ["DELETE /k/inner/z", "GET /k/x", "GET /k/y/{id}"],
        id="koa",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"n","dependencies":{"@nestjs/core":"1"},"scripts":{"start":"nest start"}}
                """,
            "src/main.ts": """
                import { NestFactory } from "@nestjs/core";
                import { VersioningType, RequestMethod } from "@nestjs/common";
                async function bootstrap() {
                  const app = await NestFactory.create(AppModule);
                  app.setGlobalPrefix("api", { exclude: ["health", { path: "metrics",
                  method: RequestMethod.GET }] });
                  app.enableVersioning({ type: VersioningType.URI });
                }
                """,
            "src/c.ts": """
                import { Controller, Get, Post, All, Put, Version, VERSION_NEUTRAL } from "@nestjs/common";
                const P = "cats";
                export enum R { DOGS = "dogs" }
                const ROUTES = { birds: "birds" };
                @Controller(["a", "b"])
                export class AB { @Get() x() {} }
                @Controller({ path: P, version: "1" })
                export class Cats {
                  @Get(":id") one() {}
                  @Post(["m", "n"]) many() {}
                  @Version(["1", "2"]) @Put() up() {}
                }
                @Controller(`${P}/tpl`)
                export class T { @All("*") all() {} }
                @Controller("health")
                export class H { @Get() h() {} }
                @Controller(R.DOGS)
                export class D { @Get() d() {} }
                @Controller(ROUTES.birds)
                export class Bi { @Get() d() {} }
                @Controller()
                export class Root { @Get("metrics") m() {} @Get() root() {} }
                """,
        },
        [
            "ANY /api/cats/tpl/*",
            "GET /api",
            "GET /api/a",
            "GET /api/b",
            "GET /api/birds",
            "GET /api/dogs",
            "GET /api/v1/cats/{id}",
            "GET /health",
            "GET /metrics",
            "POST /api/v1/cats/m",
            "POST /api/v1/cats/n",
            "PUT /api/v1/cats",
            "PUT /api/v2/cats",
        ],
        id="nest",
    ),
    pytest.param(
        {
            "package.json": """
                {"name":"n","dependencies":{"@nestjs/core":"1"},"scripts":{"start":"nest start"}}
                """,
            "src/app.module.ts": """
                import { Module } from "@nestjs/common";
                import { RouterModule } from "@nestjs/core";
                import { DashModule } from "./dash.module";
                import { MetricsModule } from "./metrics.module";
                @Module({ imports: [DashModule, RouterModule.register([{ path: "admin", module: X,
                  children: [{ path: "dash", module: DashModule }, MetricsModule] }])] })
                export class AppModule {}
                """,
            "src/dash.module.ts": """
                import { Module } from "@nestjs/common";
                import { DashController } from "./dash.controller";
                @Module({ controllers: [DashController] })
                export class DashModule {}
                """,
            "src/dash.controller.ts": """
                import { Controller, Get } from "@nestjs/common";
                @Controller("d")
                export class DashController { @Get("x") x() {} }
                """,
            "src/metrics.module.ts": """
                import { Module, Controller, Get } from "@nestjs/common";
                @Controller("m")
                export class M { @Get() x() {} }
                @Module({ controllers: [M] })
                export class MetricsModule {}
                """,
        },
        ["GET /admin/dash/d/x", "GET /admin/m"],
        id="nest RouterModule",
    ),
]


@pytest.mark.parametrize(("files", "routes"), CASES)
def test_server_patterns(tmp_path: Path, files: dict[str, str], routes: list[str]) -> None:
    found = found_in(tmp_path, files)
    assert names(found, Kind.ROUTE) == routes
