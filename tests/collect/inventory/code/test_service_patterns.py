"""Services of the ways projects are really deployed: overrides, Dockerfiles alone, platforms, libraries."""

from pathlib import Path

import pytest

from kaizen.collect.inventory.model import Kind
from tests.collect.inventory.trees import found_in

CASES = [
    pytest.param(
        {
            "docker-compose.yml": """
                include:
                  - infra/compose.yml
                services:
                  api:
                    build: ./api
                    command: uvicorn main:app
                  worker:
                    extends: {service: api}
                    command: python worker.py
                    profiles: [jobs]
                  migrate:
                    build: ./api
                    command: alembic upgrade head
                """,
            "docker-compose.override.yml": """
                services:
                  api:
                    volumes: [.:/x]
                    ports: ["80:80"]
                  mail: {image: axllent/mailpit}
                """,
            "infra/compose.yml": """
                services:
                  pg: {image: "postgres:16"}
                  cache: {image: redis}
                """,
            "api/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "api/Dockerfile": """
                FROM python
                CMD uvicorn main:app
                """,
            "api/worker.py": "x=1\n",
        },
        {"api": False, "migrate": False, "worker": False, "cache": True, "mail": True, "pg": True},
        id="overrides, profiles, extends, include",
    ),
    pytest.param(
        {
            "services/users/app/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "services/users/pyproject.toml": """
                [project]
                name="users"
                """,
            "services/billing/app/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "services/billing/pyproject.toml": """
                [project]
                name="billing"
                """,
            "apps/web/package.json": """
                {"name":"@x/web","dependencies":{"next":"1"},"scripts":{"dev":"next dev"}}
                """,
            "apps/web/app/page.tsx": "export default ()=>null\n",
            "packages/sdk/package.json": """
                {"name":"sdk","scripts":{"dev":"tsup --watch","build":"tsup"},"devDependencies":{"express":"1"}}
                """,
            "packages/sdk/src/index.ts": "export const x=1\n",
            "apps/docs/package.json": """
                {"name":"docs","dependencies":{"next":"1"},"scripts":{"dev":"next dev"}}
                """,
            "apps/docs/app/page.tsx": "export default ()=>null\n",
            "apps/storybook/package.json": """
                {"name":"sb","devDependencies":{"vite":"1","storybook":"1"},"scripts":{"dev":"storybook dev"}}
                """,
            "apps/e2e/package.json": """
                {"name":"e2e","devDependencies":{"vite":"1","@playwright/test":"1"},"scripts":{"start":"x"}}
                """,
        },
        {"billing": False, "users": False, "web": False},
        id="only code, monorepo",
    ),
    pytest.param(
        {
            "api/Dockerfile": """
                FROM python:3
                COPY . .
                ENTRYPOINT ["gunicorn", "app:app"]
                """,
            "api/app.py": """
                from flask import Flask
                app=Flask(__name__)
                """,
            "worker/Dockerfile": """
                FROM python:3
                CMD ["celery","-A","tasks","worker"]
                """,
            "worker/tasks.py": """
                from celery import Celery
                app=Celery()
                @app.task
                def t(): ...
                """,
            "go/Dockerfile": """
                FROM golang
                CMD ["/bin/server"]
                """,
            "go/main.go": "package main\n",
        },
        {"api": False, "go": False, "worker": False},
        id="dockerfiles only",
    ),
    pytest.param(
        {
            "Procfile": """
                web: node server.js
                worker: node worker.js
                """,
            "server.js": """
                const express=require("express");
                const app=express();
                app.listen(3);
                """,
            "worker.js": """
                const { Worker } = require("bullmq");
                new Worker("q", f);
                """,
            "package.json": """
                {"name":"site","dependencies":{"express":"1"},"scripts":{"start":"node server.js"}}
                """,
        },
        {"web": False, "worker": False},
        id="procfile",
    ),
    pytest.param(
        {
            "edge/wrangler.toml": """
                name = "edge-api"
                main = "src/index.ts"
                [triggers]
                crons = ["0 * * * *"]
                """,
            "edge/src/index.ts": """
                import { Hono } from "hono";
                const app = new Hono();
                export default app;
                """,
            "edge/package.json": """
                {"name":"edge","dependencies":{"hono":"1"},"scripts":{"dev":"wrangler dev"}}
                """,
            "render.yaml": """
                services:
                  - type: web
                    name: api
                    rootDir: api
                    startCommand: uvicorn main:app
                  - type: redis
                    name: cache
                  - type: worker
                    name: jobs
                    rootDir: api
                    startCommand: python worker.py
                databases:
                  - name: pg
                """,
            "api/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "api/requirements.txt": "fastapi\n",
        },
        {"api": False, "edge-api": False, "jobs": False, "cache": True, "pg": True},
        id="wrangler, fly, render",
    ),
    pytest.param(
        {
            "k8s/api.yaml": """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: api, image: acme/api:1}
                """,
            "k8s/redis.yaml": """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: redis}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: r, image: redis:7}
                """,
            "api/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "api/Dockerfile": """
                FROM python
                CMD uvicorn main:app
                """,
            "charts/x/templates/deployment.yaml": """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: {{ .Values.name }}
                """,
        },
        {"api": False, "redis": True},
        id="k8s",
    ),
    pytest.param(
        {
            "compose.yml": """
                services:
                  web: {image: "ghcr.io/acme/shop-web:latest", build: {context: .,
                  dockerfile: docker/web.Dockerfile}}
                  jobs: {image: "ghcr.io/acme/shop-web:latest", command: node jobs.js}
                  proxy: {image: nginx, volumes: ["./nginx.conf:/x"]}
                  es: {image: "docker.elastic.co/elasticsearch/elasticsearch:8"}
                """,
            "docker/web.Dockerfile": """
                FROM node
                CMD ["npm","start"]
                """,
            "package.json": """
                {"name":"shop","dependencies":{"express":"1"},"scripts":{"start":"node index.js"}}
                """,
            "index.js": """
                const express=require("express");
                const app=express();
                """,
        },
        {"jobs": False, "web": False, "es": True, "proxy": True},
        id="supervisor & own image",
    ),
    pytest.param(
        {
            "src/lib/__init__.py": "",
            "src/lib/core.py": """
                from fastapi import APIRouter
                router=APIRouter()
                """,
            "pyproject.toml": """
                [project]
                name="lib"
                """,
            "tests/app.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "examples/a/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "cookiecutter/{{x}}/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "templates/basic/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
            "docs_src/tut/main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                """,
        },
        {},
        id="library with FastAPI in tests/templates",
    ),
    pytest.param(
        {
            "ui/app.py": """
                import streamlit as st
                st.title("x")
                """,
            "ui/Dockerfile": """
                FROM python
                CMD streamlit run app.py
                """,
            "bot/main.py": "import discord\n",
            "bot/Dockerfile": """
                FROM python
                CMD python main.py
                """,
        },
        {"bot": False, "ui": False},
        id="streamlit gradio cli",
    ),
    pytest.param(
        {
            "apps/api/package.json": """
                {"name":"api","dependencies":{"@nestjs/core":"1"},"scripts":{"start":"nest start"}}
                """,
            "apps/api/src/main.ts": """
                import { NestFactory } from "@nestjs/core";
                const app = await NestFactory.create(M);
                """,
            "apps/ui/package.json": """
                {"name":"ui","dependencies":{"react":"1"},"devDependencies":{"vite":"1"},"scripts":{"dev":"vite"}}
                """,
            "apps/ui/index.html": "<html>",
            "packages/components/package.json": """
                {"name":"components","devDependencies":{"vite":"1"},"scripts":{"dev":"vite"},"main":"dist/x.js","exports":{}}
                """,
            "packages/components/index.html": "<html>",
            "package.json": """
                {"name":"root","private":true,"workspaces":["apps/*"],"scripts":{"dev":"turbo dev"}}
                """,
        },
        {"api": False, "ui": False},
        id="nest+vite+worker",
    ),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_services(tmp_path: Path, files: dict[str, str], expected: dict[str, bool]) -> None:
    root = tmp_path / "repo"
    root.mkdir()
    found = found_in(root, files)
    services = {item.name: item.attributes["external"] for item in found.items if item.kind is Kind.SERVICE}
    assert services == expected
