/**
 * Watches a run: the draft at once, parts or words of the answer as they come, then the answer.
 *
 * Over `fetch`, because the browser's EventSource cannot send a token. A connection that is cut is
 * taken up again where it broke off; the model is not asked twice.
 */
import { type Problem, type Schemas, explain } from "./client.js";

export type StreamEvent = Schemas["StreamEvent"];

export type Watch = {
  baseUrl: string;
  runId: string;
  /** Asked at each connection, so that a refreshed token is used. */
  token: () => string | null;
  signal?: AbortSignal;
  /** Milliseconds before the next try after a cut. */
  pause?: number;
};

/** Ends after `answer` or `error`. A refusal is an exception whose message a person can read. */
export async function* watchRun(watch: Watch): AsyncGenerator<StreamEvent, void> {
  let last: string | null = null;
  for (;;) {
    try {
      const response = await open(watch, last);
      if (response.status === 204 || response.body === null) {
        return;
      }
      for await (const event of read(response.body)) {
        last = event.id;
        yield event;
        if (event.event === "answer" || event.event === "error") {
          return;
        }
      }
    } catch (fault) {
      if (fault instanceof Refused || watch.signal?.aborted === true) {
        throw fault;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, watch.pause ?? 1000));
  }
}

/** What one sees while it comes: keep one, and hand each event to `show`. */
export type Shown = { draft: Schemas["RunAnswer"] | null; progress: string; text: string };

export function show(shown: Shown, event: StreamEvent): Shown {
  switch (event.event) {
    case "draft":
      return { ...shown, draft: event.data };
    case "progress":
      return { ...shown, progress: event.data.text };
    case "token":
      return { ...shown, text: shown.text + event.data.text };
    case "restart":
      return { ...shown, text: "" };
    default:
      return shown;
  }
}

class Refused extends Error {}

async function open(watch: Watch, last: string | null): Promise<Response> {
  const headers = new Headers({ Accept: "text/event-stream" });
  const token = watch.token();
  if (token !== null) {
    headers.set("Authorization", `Bearer ${token}`);
  }
  if (last !== null) {
    headers.set("Last-Event-ID", last);
  }
  const url = `${watch.baseUrl}/api/v1/runs/${watch.runId}/events`;
  const response = await fetch(url, { headers, signal: watch.signal ?? null });
  if (response.status >= 400 && response.status < 500 && response.status !== 429) {
    throw new Refused(explain((await response.json()) as Problem));
  }
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  return response;
}

/** The events in a body, however its bytes are cut. Comments, such as pings, are left out. */
async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let unread = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      unread += decoder.decode(value, { stream: true });
      const blocks = unread.split("\n\n");
      unread = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parse(block);
        if (event !== null) {
          yield event;
        }
      }
    }
  } finally {
    await reader.cancel();
  }
}

function parse(block: string): StreamEvent | null {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) {
      fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
    }
  }
  const data = fields.get("data");
  if (data === undefined) {
    return null;
  }
  const told = { id: fields.get("id"), event: fields.get("event"), data: JSON.parse(data) };
  return told as StreamEvent;
}
