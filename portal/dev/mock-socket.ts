// A small WebSocket server for mock mode: it only ever sends text, and remembers what it sent.
import { createHash } from "node:crypto";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";

const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const hearers = new Set<Duplex>();
const sent: { position: number; name: string; at: string; payload: object }[] = [];

function frame(text: string): Buffer {
  const body = Buffer.from(text);
  if (body.length < 126) return Buffer.concat([Buffer.from([0x81, body.length]), body]);
  const head = Buffer.from([0x81, 126, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

export function tell(name: string, payload: object = {}): void {
  const event = { position: sent.length + 1, name, at: new Date().toISOString(), payload };
  sent.push(event);
  for (const hearer of hearers) hearer.write(frame(JSON.stringify(event)));
}

export function dropAll(): void {
  for (const hearer of hearers) hearer.destroy();
}

export function serveLive(server: Server): void {
  server.on("upgrade", (request, socket: Duplex) => {
    if (!request.url?.startsWith("/api/v1/live")) return;
    const key = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${MAGIC}`).digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    );
    const after = new URL(request.url, "http://mock").searchParams.get("after");
    socket.write(frame(JSON.stringify({ name: "live.ready", position: sent.length })));
    if (after !== null)
      for (const event of sent.slice(Number(after))) socket.write(frame(JSON.stringify(event)));
    hearers.add(socket);
    const leave = () => hearers.delete(socket);
    socket
      .on("close", leave)
      .on("error", leave)
      .on("data", data => (data[0] & 0x0f) === 8 && socket.destroy());
  });
}
