/** The one way to the server: the public API, typed by the generated `types.ts`. @import { Calls, Raw } from "./operations.js" */
import { tell } from "../dom.js";

const KEY = "focushub.session";

/** What went wrong, in words for a person. */
export class Problem extends Error {
	constructor(status, told) {
		const detail = told?.detail ??
			(status ? "Something broke on our side. Please try again." : "FocusHub cannot be reached. What you typed is kept here.");
		super([...new Set([detail, ...(told?.errors ?? []).map((error) => error.detail)])].join(" "));
		this.status = status;
	}
}

export const session = {
	key: KEY,
	/** @returns {Schemas["TokenPair"] | null} */
	get tokens() {
		return JSON.parse(localStorage[KEY] ?? "null");
	},
	open(tokens) {
		localStorage[KEY] = JSON.stringify(tokens);
	},
	close() {
		delete localStorage[KEY];
		tell("session");
	},
};

/** Windows share a session, and a refresh token works once: they take turns. */
function renew(spent) {
	const work = async () => {
		const { tokens } = session;
		if (tokens?.access_token !== spent) return; // Another window was quicker.
		const response = await reach("POST", "/auth/refresh", { body: { refresh_token: tokens?.refresh_token } });
		if (response.ok) session.open(await response.json());
		else if (response.status === 401) session.close();
	};
	// Browsers have no locks where there is no TLS.
	return navigator.locks ? navigator.locks.request(KEY, work) : work();
}

async function reach(method, route, options) {
	const { body, headers, signal } = options;
	const isJson = body && !(body instanceof FormData);
	try {
		const response = await fetch(`/api/v1${route}`, {
			method,
			signal,
			body: isJson ? JSON.stringify(body) : body,
			headers: isJson ? { ...headers, "Content-Type": "application/json" } : headers,
		});
		tell("reached", true);
		return response;
	} catch (error) {
		if (signal?.aborted) throw error;
		tell("reached", false);
		throw new Problem(0);
	}
}

/** A response that is well, or a `Problem`. @type {Raw} */
export async function raw(method, route, ...[options]) {
	const { query, headers, ...rest } = /** @type {any} */ (options ?? {});
	const filled = `${route.replace(/\{(\w+)\}/g, (_, name) => rest[name])}?${new URLSearchParams(query)}`;
	// The same key for every try: what arrived once is not done twice.
	const key = method === "post" && { "Idempotency-Key": crypto.getRandomValues(new Uint32Array(4)).join("-") };
	for (let isAgain = false; ; isAgain = true) {
		const access = session.tokens?.access_token;
		const response = await reach(method.toUpperCase(), filled, { ...rest,
			headers: { ...(access && { Authorization: `Bearer ${access}` }), ...key, ...headers } });
		if (response.ok) return response;
		if (response.status !== 401 || !access || isAgain) throw new Problem(response.status, await response.json().catch(() => null));
		await renew(access);
		if (!session.tokens) throw new DOMException("The shell has said so.", "AbortError");
	}
}

/** @type {Calls} */
export const [get, post, patch, del] = /** @type {any} */ (["get", "post", "patch", "delete"].map((method) => async (route, options) => {
	const response = await /** @type {Function} */ (raw)(method, route, options);
	return response.status === 204 ? null : response.json();
}));
/** What answers in its own time: the draft is there at once. */
export const AT_ONCE = { Prefer: "respond-async" };

/** As a file. @param {Response} response */
export async function save(response, download) {
	const href = URL.createObjectURL(await response.blob());
	Object.assign(document.createElement("a"), { href, download }).click();
}
