// Mock mode: answers the API's contract with made-up data. Cookie kaizen_mock = empty, error, slow or signed-out changes the mood.
import { readFileSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { answer, type Reply } from "./mock-routes.ts";
import { serveLive } from "./mock-socket.ts";

function mood(request: IncomingMessage): string {
  return /kaizen_mock=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "full";
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    return {}; // no body, or a file upload
  }
}

function send(response: ServerResponse, reply: Reply): void {
  const problem = reply.status >= 400;
  response.writeHead(reply.status, {
    "Content-Type": problem ? "application/problem+json" : "application/json",
  });
  response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
}

const handle: Connect.NextHandleFunction = (request, response, next) => {
  if (!request.url?.startsWith("/api/v1/")) return next();
  const pause = mood(request) === "slow" ? 2500 : 40;
  void bodyOf(request).then(body =>
    setTimeout(() => send(response, answer(request, body, mood(request))), pause),
  );
};

/** The policy the real server sends, so that preview breaks where production would. */
function policy(folder: string): Connect.NextHandleFunction {
  const { csp } = JSON.parse(readFileSync(`${folder}/build-info.json`, "utf8")) as {
    csp: { script: string[]; style: string[] };
  };
  const quoted = (hashes: string[]) => hashes.map(hash => `'${hash}'`).join(" ");
  const value = `default-src 'self'; script-src 'self' ${quoted(csp.script)}; style-src 'self' ${quoted(csp.style)}; img-src 'self' data:; connect-src 'self' ws:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`;
  return (_request, response, next) => {
    response.setHeader("Content-Security-Policy", value);
    next();
  };
}

export function mockApi(): Plugin {
  return {
    name: "kaizen-mock-api",
    configureServer(server) {
      server.middlewares.use(handle);
      if (server.httpServer) serveLive(server.httpServer as Server);
    },
    configurePreviewServer(server) {
      server.middlewares.use(policy(server.config.build.outDir));
      server.middlewares.use(handle);
      serveLive(server.httpServer as Server);
    },
  };
}
