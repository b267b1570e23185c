/** Now: one thing, its first step, and a timer whose clock the server keeps. */
import { h, say } from "../dom.js";
import { get, post } from "../services/api.js";
import { length, span } from "../time.js";

/** @type {Page} */
export function page(at) {
	/** @type {Schemas["Now"]} */
	let now;
	/** @type {Schemas["FocusSession"] | undefined} */
	let session;
	let heardAt = 0;

	at.refresh = async () => {
		const [one, sessions] = await Promise.all([get("/now"), get("/focus-sessions", { query: { limit: 10 } })]);
		now = one;
		hear(["running", "paused"].map((state) => sessions.find((one) => one.state === state)).find(Boolean));
		at.paint();
	};
	function hear(told) {
		session = told;
		heardAt = Date.now();
	}
	const turn = async (verb) => hear(await post(/** @type {"/focus-sessions/{id}/pause"} */ (`/focus-sessions/{id}/${verb}`), { id: session?.id ?? "" }));
	const notThis = async () => (await post("/now/not-this", { body: { task_id: now.task_id ?? "" } }), at.refresh());
	const start = async () => hear(await post("/focus-sessions", { body: { description: now.title ?? "", subject_id: now.task_id, planned_minutes: Math.min(now.minutes || 25, at.me.session_minutes) } }));

	async function done() {
		const id = session ? session.subject_id : now.task_id;
		if (session) await turn("finish");
		if (id && id === now.task_id && now.kind === "study") await post("/study-sessions/{id}/complete", { id, body: {} });
		else if (id) {
			await post("/tasks/{id}/complete", { id });
			say("Done. Well begun, well ended.", "Undo", async () => (await post("/tasks/{id}/reopen", { id }), at.refresh()));
		}
		await at.refresh();
	}

	function timer({ state, elapsed_seconds, planned_minutes }) {
		const worked = elapsed_seconds + (state === "running" ? (Date.now() - heardAt) / 1000 : 0);
		const left = Math.round(planned_minutes * 60 - worked);
		const ring = (name, share) => h(`circle.${name}`, { cx: 60, cy: 60, r: 54, pathLength: 100, "stroke-dasharray": `${share} 100` });
		return h(".timer", h("svg", { viewBox: "0 0 120 120", "aria-hidden": "true" }, ring("all", 100), ring("worked", Math.min(100, worked / planned_minutes / 0.6))),
			h("p", { role: "timer" }, h("b", `${Math.floor(Math.abs(left) / 60)}:${`${Math.abs(left) % 60}`.padStart(2, "0")}`), h("small", state === "paused" ? "paused" : left < 0 ? "more than planned" : "left")));
	}

	at.view = () => {
		if (!now) return h("p.soft", "One moment …");
		const { title, first_step: step, reason, minutes, block, kind, task_id } = now;
		const first = step && h("p", h("b", "First: "), step.text, " ", h("small", length(step.minutes)));
		if (session) {
			const isRunning = session.state === "running";
			return h(".focus", h("h1", session.description), timer(session), session.subject_id === task_id && first && h(".tip", first),
				h(".actions", h("button.primary", done, "Done"), h("button", () => turn(isRunning ? "pause" : "resume"), isRunning ? "Pause" : "Go on"), h("button", () => turn("finish"), "Enough for now")));
		}
		if (!title) return h("div", h("h1", "Nothing is waiting"), h("p.soft", reason), h("a.primary", { href: "#/capture" }, "Capture something"));
		return h("div", h("p.soft", "Just this one"),
			h("section.lamp", h("h1", title), first, h("small", [minutes && `about ${length(minutes)}`, block && span(block.starts_at, block.ends_at)].filter(Boolean).join(" · "))), h("p.soft", reason),
			h(".actions", kind === "review" ? h("a.primary", { href: "#/learn/review" }, "Review the cards") : [h("button.primary", start, "Start"), h("button", done, "It is done")], h("button", notThis, "Not this one")));
	};
	const ticking = setInterval(() => session?.state === "running" && at.paint(), 1000);
	at.signal.addEventListener("abort", () => clearInterval(ticking));
	return at.refresh();
}
