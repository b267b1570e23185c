/**
 * One socket for a client: events as they happen, and what was missed after a time away.
 *
 * Every message is typed by the components `RealtimeServerMessage` and `RealtimeClientMessage`.
 */
import type { Api, Schemas } from "./client.js";

export type Told = Schemas["RealtimeServerMessage"];
export type Event = Extract<Told, { seq: number; at: string; type: string }>;
export type Say = Schemas["RealtimeClientMessage"];

export interface Listener {
  /** Something of the person's changed: read the rows named by `ids`, or the list where none is. */
  event(event: Exclude<Event, Schemas["Hello"] | Schemas["Resync"]>): void;
  /** Something was lost: read again whatever is shown. */
  reload(): void;
  /** Whatever a feature says besides. */
  message?(message: Told): void;
  /** Whether the socket stands. */
  state?(isOpen: boolean): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const TIME_SAMPLES = 5;
/** The session ended, or there are too many sockets of this person: do not come again. */
const FOR_GOOD = new Set([4401, 4409]);

export class Realtime {
  #api: Api;
  #url: string;
  #listener: Listener;
  #socket: WebSocket | null = null;
  #isClosed = false;
  #wait = FIRST_WAIT_MS;
  #seq: number | null = null;
  #offset = 0;
  #bestTrip = Infinity;
  #samples = 0;

  /** `url` is that of the server, such as `https://focushub.example.org`. */
  constructor(api: Api, url: string, listener: Listener) {
    this.#api = api;
    this.#url = `${url.replace(/^http/, "ws")}/ws`;
    this.#listener = listener;
    void this.#open();
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }

  say(message: Say): void {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  /** The server's clock, by which all devices of a person agree on a timer. */
  now(): number {
    return Date.now() - this.#offset;
  }

  async #open(): Promise<void> {
    const ticket = await this.#api.POST("/api/v1/realtime/ticket").catch(() => null);
    if (this.#isClosed || ticket?.response.status === 401) {
      return;
    }
    if (ticket?.data === undefined) {
      this.#later();
      return;
    }
    const socket = new WebSocket(this.#url, ["focushub.v1", `ticket.${ticket.data.ticket}`]);
    socket.onmessage = (message) => this.#hear(JSON.parse(message.data as string) as Told);
    socket.onclose = ({ code }) => {
      this.#listener.state?.(false);
      if (!this.#isClosed && !FOR_GOOD.has(code)) {
        this.#later();
      }
    };
    this.#socket = socket;
  }

  /** Each time a little later, and never all devices in the same instant. */
  #later(): void {
    setTimeout(() => void this.#open(), this.#wait * (0.5 + Math.random()));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #hear(told: Told): void {
    switch (told.type) {
      case "hello":
        this.#greet(told.seq);
        break;
      case "time":
        this.#compare(told);
        break;
      case "resync":
        this.#seq = told.seq;
        this.#listener.reload();
        break;
      default:
        if ("seq" in told) {
          this.#take(told);
        } else {
          this.#listener.message?.(told);
        }
    }
  }

  #greet(newest: number): void {
    this.#wait = FIRST_WAIT_MS;
    this.#listener.state?.(true);
    if (this.#seq === null) {
      this.#seq = newest;
    } else if (this.#seq !== newest) {
      this.say({ type: "since", seq: this.#seq });
    }
    this.#bestTrip = Infinity;
    this.#samples = 0;
    this.#askTime();
  }

  #take(event: Exclude<Event, Schemas["Hello"] | Schemas["Resync"]>): void {
    const last = this.#seq ?? 0;
    if (event.seq <= last) {
      return; // It came before, while what was missed was asked for.
    }
    if (last !== 0 && event.seq > last + 1) {
      this.say({ type: "since", seq: last });
      return;
    }
    this.#seq = event.seq;
    this.#listener.event(event);
  }

  #askTime(): void {
    this.say({ type: "time", t0: Date.now() });
  }

  /** Of a few answers the quickest knows best: its error is at most half of its way. */
  #compare({ t0, server_ms }: Schemas["ServerTime"]): void {
    const t3 = Date.now();
    if (t3 - t0 < this.#bestTrip) {
      this.#bestTrip = t3 - t0;
      this.#offset = (t0 + t3) / 2 - server_ms;
    }
    if (++this.#samples < TIME_SAMPLES) {
      this.#askTime();
    }
  }
}
