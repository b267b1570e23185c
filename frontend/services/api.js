/**
 * The one way to the server: the public API, typed by the generated `types.ts`.
 * @import { Call, Raw } from "./operations.js"
 */
import { tell } from "../dom.js";

const PREFIX = "/api/v1";
const KEY = "focushub.session";
const AS_JSON = { "Content-Type": "application/json" };

/** What went wrong, in a sentence for a person. */
export class Problem extends Error {
	constructor(status, told) {
		super(told?.detail ?? (status ? "Something broke on our side. Please try again." : "FocusHub cannot be reached just now. What you typed is kept here."));
		this.status = status;
		/** @type {Schemas["FieldError"][]} */
		this.errors = told?.errors ?? [];
	}
}

export const session = {
	key: KEY,
	get tokens() {
		return JSON.parse(localStorage.getItem(KEY) ?? "null");
	},
	open({ access_token: access, refresh_token: refresh, expires_in }) {
		localStorage.setItem(KEY, JSON.stringify({ access, refresh, until: Date.now() + expires_in * 1000 }));
	},
	close() {
		localStorage.removeItem(KEY);
		tell("session");
	},
};

/** Windows share a session, and a refresh token works once: they take turns. `spent` is an access token that is refused, or soon will be. */
function renew(spent) {
	const work = async () => {
		const { tokens } = session;
		if (tokens?.access !== spent) return; // Another window was quicker.
		const response = await reach("/auth/refresh", { method: "POST", headers: AS_JSON, body: JSON.stringify({ refresh_token: tokens.refresh }) });
		if (response.ok) session.open(await response.json());
		else if (response.status === 401) session.close();
	};
	// Browsers have no locks where there is no TLS.
	return navigator.locks ? navigator.locks.request(KEY, work) : work();
}

/** An access token that still counts, if any. */
export async function token() {
	const { tokens } = session;
	if (tokens?.until < Date.now() + 20_000) await renew(tokens.access);
	return session.tokens?.access;
}

async function reach(route, init) {
	try {
		const response = await fetch(PREFIX + route, init);
		tell("reached", true);
		return response;
	} catch (error) {
		if (init.signal?.aborted) throw error;
		tell("reached", false);
		throw new Problem(0);
	}
}

/** A response that is well, or a `Problem`. @type {Raw} */
export async function raw(method, route, ...rest) {
	const { query = {}, body, prefer, headers, signal, ...named } = /** @type {any} */ (rest[0] ?? {});
	const filled = route.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(named[name]));
	// The same key for every try: what arrived once is not done twice.
	const key = crypto.getRandomValues(new Uint32Array(4)).join("-");
	for (let isAgain = false; ; isAgain = true) {
		const access = await token();
		const response = await reach(`${filled}?${new URLSearchParams(query)}`, {
			method: method.toUpperCase(),
			signal,
			body: body && JSON.stringify(body),
			headers: { ...(body && AS_JSON), ...(access && { Authorization: `Bearer ${access}` }), ...(prefer && { Prefer: prefer }), ...(method === "post" && { "Idempotency-Key": key }), ...headers },
		});
		if (response.ok) return response;
		if (response.status !== 401 || !access || isAgain) throw new Problem(response.status, await response.json().catch(() => null));
		await renew(access);
		if (!session.tokens) throw new DOMException("The shell has said so.", "AbortError");
	}
}

/** @returns {any} */
const call = (method) => async (route, options) => {
	const response = await /** @type {Function} */ (raw)(method, route, options);
	return response.status === 204 ? null : response.json();
};
/** @type {Call<"get">} */
export const get = call("get");
/** @type {Call<"post">} */
export const post = call("post");
/** @type {Call<"patch">} */
export const patch = call("patch");
/** @type {Call<"delete">} */
export const del = call("delete");
