/** What the server tells by itself: a run as it grows, and that something changed elsewhere. */
import { Problem, get, post, raw } from "./api.js";

const pause = (ms, signal) =>
	new Promise((go) => {
		const timer = setTimeout(go, ms);
		signal.addEventListener("abort", () => (clearTimeout(timer), go(0)));
	});

/** The events of a run until its answer is there; a connection that is cut is taken up where it broke off. */
export async function* follow(id, signal) {
	let last = "";
	while (!signal.aborted) {
		try {
			const response = await raw("get", "/runs/{id}/events", { id, signal, headers: last ? { "Last-Event-ID": last } : {} });
			if (response.status === 204 || !response.body) return;
			const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
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
			if (signal.aborted) return;
			const run = error instanceof Problem && error.status && (await get("/runs/{id}", { id }));
			if (run && /done|cancelled/.test(run.state)) return yield { event: "answer", data: run.answer };
		}
		await pause(1000, signal);
	}
}

/** Calls back when something of the person's changed, and after a time without a connection. */
export async function listen(changed, signal) {
	for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 30_000)) {
		const told = await post("/realtime/ticket").catch(() => null);
		if (told && !signal.aborted) {
			const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws", ["focushub.v1", `ticket.${told.ticket}`]);
			signal.addEventListener("abort", () => socket.close());
			socket.onopen = () => (wait = 500);
			socket.onmessage = changed;
			const { code } = await new Promise((closed) => (socket.onclose = closed));
			if (code === 4401 || code === 4409) return;
		}
		await pause(wait * (0.5 + Math.random()), signal);
	}
}
