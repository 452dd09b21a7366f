// The live line to the server: reconnects with growing pauses and asks for what it missed by position.

export type LiveEvent = { position: number; name: string; at?: string; payload?: Record<string, unknown> };
export type LiveState =
  | { kind: "connecting" }
  | { kind: "live" }
  | { kind: "waiting"; until: number; attempt: number };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Milliseconds before the given attempt (from 1), spread by `chance` in 0..1 so that many browsers do not knock at once. */
export function pauseBefore(attempt: number, chance: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return Math.round(full * (0.75 + chance * 0.5));
}

type Hearers = {
  onEvent: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
  /** The server's history is not the one we knew: everything shown may be wrong. */
  onLost: () => void;
};

export class LiveSocket {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private position: number | null = null;
  private attempt = 0;
  private stopped = false;

  constructor(
    private readonly address: string,
    private readonly hearers: Hearers,
  ) {}

  start(): void {
    this.stopped = false;
    addEventListener("online", this.retryNow);
    this.open();
  }

  stop(): void {
    this.stopped = true;
    removeEventListener("online", this.retryNow);
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
  }

  retryNow = (): void => {
    if (this.stopped || this.socket?.readyState === WebSocket.OPEN) return;
    clearTimeout(this.timer);
    this.open();
  };

  private open(): void {
    this.hearers.onState({ kind: "connecting" });
    const after = this.position === null ? "" : `?after=${this.position}`;
    const socket = new WebSocket(this.address + after);
    this.socket = socket;
    socket.onmessage = message => this.hear(String(message.data));
    socket.onclose = () => {
      if (this.socket === socket) this.dropped();
    };
  }

  private hear(text: string): void {
    const event = JSON.parse(text) as LiveEvent;
    if (event.name === "live.ready") {
      this.attempt = 0;
      this.hearers.onState({ kind: "live" });
      if (this.position !== null && event.position < this.position) this.hearers.onLost();
      this.position ??= event.position;
      if (event.position < this.position) this.position = event.position;
      return;
    }
    if (typeof event.position === "number") this.position = event.position;
    this.hearers.onEvent(event);
  }

  private dropped(): void {
    this.socket = null;
    if (this.stopped) return;
    this.attempt += 1;
    const pause = pauseBefore(this.attempt, Math.random());
    this.hearers.onState({ kind: "waiting", until: Date.now() + pause, attempt: this.attempt });
    this.timer = setTimeout(() => this.open(), pause);
  }
}
