/**
 * The one way to the server: FocusHub's public API, typed by the generated `types.ts`.
 *
 * Windows share a session. A refresh token works once, so they take turns at renewing it.
 *
 * @import { Call, Raw, Schemas, Tokens } from "./operations.js"
 */

const PREFIX = "/api/v1";
const KEY = "focushub.session";
const EARLY_MS = 20_000;

/** What went wrong, in a sentence for a person; `code` is for us. */
export class Problem extends Error {
  /** @param {number} status @param {Partial<Schemas["ErrorResponse"]>} [told] */
  constructor(status, told = {}) {
    super(told.detail ?? (status ? "Something broke on our side. Please try again." : OFFLINE));
    this.status = status;
    this.code = told.code ?? "";
    this.errors = told.errors ?? [];
  }
}
const OFFLINE = "FocusHub cannot be reached just now. What you typed is kept here.";

export const session = {
  /** @returns {Tokens | null} */
  get tokens() {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  },
  /** @param {Schemas["TokenPair"]} pair */
  open(pair) {
    /** @type {Tokens} */
    const tokens = {
      access: pair.access_token,
      refresh: pair.refresh_token,
      until: Date.now() + pair.expires_in * 1000,
    };
    localStorage.setItem(KEY, JSON.stringify(tokens));
  },
  close() {
    localStorage.removeItem(KEY);
    dispatchEvent(new Event("session"));
  },
  key: KEY,
};

/** Random enough for a key; `crypto.randomUUID` is missing where there is no TLS. */
const newKey = () => [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("");

/** @param {() => Promise<void>} work */
const oneWindow = (work) => (navigator.locks ? navigator.locks.request(KEY, work) : work());

/** @param {string | undefined} spent an access token that was refused */
async function renew(spent) {
  await oneWindow(async () => {
    const tokens = session.tokens;
    if (!tokens || tokens.access !== spent) return; // Another window was quicker.
    const response = await reach(`${PREFIX}/auth/refresh`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ refresh_token: tokens.refresh }),
    });
    if (response.ok) session.open(await response.json());
    else if (response.status === 401) session.close();
  });
}

/** @param {string} url @param {RequestInit} init */
async function reach(url, init) {
  try {
    const response = await fetch(url, init);
    dispatchEvent(new CustomEvent("reached", { detail: true }));
    return response;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    dispatchEvent(new CustomEvent("reached", { detail: false }));
    throw new Problem(0);
  }
}

/** A response that is well, or a `Problem`. @type {Raw} */
export async function raw(method, route, options = {}) {
  const { path = {}, query = {}, body, prefer, headers, signal } = options;
  const filled = route.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(Reflect.get(path, name)));
  const asked = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== ""),
  );
  const isForm = body instanceof FormData;
  /** @type {Record<string, string>} */
  const sent = { ...headers };
  if (body && !isForm) sent["Content-Type"] = "application/json";
  if (prefer) sent["Prefer"] = prefer;
  // The same key for every try: what arrived once is not done twice.
  if (method === "post" && !route.startsWith("/auth/")) sent["Idempotency-Key"] = newKey();
  const url = PREFIX + filled + (asked.size ? `?${asked}` : "");
  for (let isLast = false; ; isLast = true) {
    let tokens = session.tokens;
    if (tokens && tokens.until < Date.now() + EARLY_MS && !route.startsWith("/auth/")) {
      await renew(tokens.access);
      tokens = session.tokens;
    }
    if (tokens) sent["Authorization"] = `Bearer ${tokens.access}`;
    const response = await reach(url, {
      method: method.toUpperCase(),
      headers: sent,
      body: isForm ? body : body ? JSON.stringify(body) : null,
      ...(signal && { signal }),
    });
    if (response.ok) return response;
    if (response.status === 401 && tokens && !isLast && !route.startsWith("/auth/l")) {
      await renew(tokens.access);
      if (session.tokens) continue;
      throw new DOMException("The session is over.", "AbortError"); // The shell has said so.
    }
    throw new Problem(response.status, await response.json().catch(() => undefined));
  }
}

/** @param {"get" | "post" | "patch" | "delete"} method @returns {any} */
const call = (method) => async (/** @type {any} */ route, /** @type {any} */ options) => {
  const response = await raw(method, route, options);
  return response.status === 204 ? undefined : response.json();
};
/** @type {Call<"get">} */
export const get = call("get");
/** @type {Call<"post">} */
export const post = call("post");
/** @type {Call<"patch">} */
export const patch = call("patch");
/** @type {Call<"delete">} */
export const del = call("delete");
