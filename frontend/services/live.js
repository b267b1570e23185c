/** What the server tells by itself: a run as it grows, and that something changed elsewhere. */
import { h, tell } from "../dom.js";
import { post, raw } from "./api.js";

const pause = (ms) => new Promise((go) => setTimeout(go, ms));

/** The events of a run until its answer is there; a connection that is cut is taken up where it broke off. */
export async function* follow(id, signal) {
	let last = "";
	while (!signal.aborted) {
		try {
			const { body } = await raw("get", "/runs/{id}/events", { id, signal, headers: last ? { "Last-Event-ID": last } : {} });
			const reader = /** @type {NonNullable<typeof body>} */ (body).pipeThrough(new TextDecoderStream()).getReader();
			let unread = "";
			for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
				const blocks = (unread + value).split("\n\n");
				unread = blocks.pop() ?? "";
				for (const block of blocks) {
					const told = Object.fromEntries(block.split("\n").map((line) => line.split(/: ?(.*)/)));
					if (!told.event) continue;
					last = told.id;
					yield { event: told.event, data: JSON.parse(told.data) };
					if (/answer|error/.test(told.event)) return;
				}
			}
		} catch (error) {
			// What was refused is not asked again; what came of it is read with the page.
			const { status } = /** @type {any} */ (error);
			if (signal.aborted || (status > 0 && status < 500)) return;
		}
		await pause(1000);
	}
}

/** The line that says what a model is at with a proposal, and else the proposal's own words. @param {At} at */
export function growing(at) {
	let progress = "";
	let isFollowed = false;
	async function grow(id) {
		isFollowed = true;
		for await (const { data } of follow(id, at.signal)) {
			progress = data.text ?? progress;
			at.paint();
		}
		progress = "";
		tell("changed");
	}
	return ({ accepted_at, run_id }, words) => {
		if (run_id && !accepted_at && !isFollowed) grow(run_id);
		return h("p", { role: "status" }, progress ? `A first draft. ${progress}` : words);
	};
}

/** Tells the shell when something of the person's changed. */
export async function listen(signal) {
	for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 30_000)) {
		const told = await post("/realtime/ticket").catch(() => null);
		if (told && !signal.aborted) {
			const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws", ["focushub.v1", `ticket.${told.ticket}`]);
			signal.addEventListener("abort", () => socket.close());
			socket.onopen = () => (wait = 500);
			socket.onmessage = () => tell("changed");
			/** @type {CloseEvent} */
			const { code } = await new Promise((closed) => (socket.onclose = closed));
			if (code === 4401 || code === 4409) return;
		}
		await pause(wait * (0.5 + Math.random()));
	}
}
