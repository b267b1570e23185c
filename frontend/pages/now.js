/** Now: one thing, its first step, and a timer whose clock the server keeps. */
import { draft, h, link, say } from "../dom.js";
import { get, post } from "../services/api.js";
import { length, span } from "../time.js";

export const inWords = ({ text, minutes }) => `${text} (${length(minutes)})`;
/** Starts the timer; what ran before is finished, with its minutes. @param {At} at */
export const focusOn = ({ me }, subject_id, description, minutes) =>
	post("/focus-sessions", { body: { subject_id, description,
		planned_minutes: Math.min(minutes || 25, me.session_minutes), replace: true } });

/** What the server would choose, or the task that the address names. @type {Page} */
export function page(at) {
	const [, chosen] = at.args;
	let isChosen = false;
	/** @type {Partial<Schemas["Now"]>} */
	let now;
	/** @type {Schemas["FocusSession"] | undefined} */
	let session;
	let heardAt = 0;

	at.load = async () => {
		const [one, sessions] = await Promise.all([choose(), get("/focus-sessions")]);
		now = one;
		const inState = (state) => sessions.find((one) => one.state === state);
		session = inState("running") ?? inState("paused");
		heardAt = Date.now();
	};
	/** @returns {Promise<Partial<Schemas["Now"]>>} */
	async function choose() {
		/** @type {any} */
		const task = chosen && (await get("/tasks/{id}", { id: chosen }).catch(() => null));
		isChosen = task && !task.completed_at;
		if (!isChosen) return get("/now");
		const next = task.steps.find((step) => !step.completed_at);
		const first_step = next && { ...next, text: next.title };
		return { ...task, task_id: chosen, minutes: task.estimate_minutes, first_step, reason: "Where your plan begins." };
	}
	/** @param {"pause" | "resume" | "finish"} verb */
	const turn = (verb) => post(`/focus-sessions/{id}/${verb}`, { id: session?.id ?? "" });
	async function done() {
		const id = session ? session.subject_id : now.task_id;
		if (session) await turn("finish");
		if (!id) return;
		if (id === now.task_id && now.kind === "study") return post("/study-sessions/{id}/complete", { id });
		await post("/tasks/{id}/complete", { id });
		say("Done. Well begun, well ended.", "Undo", () => post("/tasks/{id}/reopen", { id }));
	}
	const start = () => focusOn(at, now.task_id, now.title, now.minutes);
	const notThis = () => post("/now/not-this", { body: { task_id: now.task_id ?? "" } });

	function timer({ state, elapsed_seconds, planned_minutes: planned }) {
		const worked = elapsed_seconds + (state === "running" ? (Date.now() - heardAt) / 1000 : 0);
		const left = Math.round(planned * 60 - worked);
		const [minutes, seconds] = [Math.abs(left) / 60, Math.abs(left) % 60].map(Math.floor);
		return h("p.timer", { role: "timer", style: `--done: ${worked / planned / 0.6}%` },
			h("b", `${minutes}:${`${seconds}`.padStart(2, "0")}`), h("small", state === "paused" ? state : left < 0 ? "more than planned" : "left"));
	}

	const ticking = setInterval(() => session?.state === "running" && at.paint(), 1000);
	at.signal.addEventListener("abort", () => clearInterval(ticking));
	return () => {
		if (!now) return;
		const { title, first_step: step, reason, minutes, block, kind, task_id } = now;
		const first = step && h("p", h("b", "First: "), (isChosen && draft(task_id)) || inWords(step));
		if (session) {
			const isRunning = session.state === "running";
			return h(".focus", h("h1", session.description), timer(session), session.subject_id === task_id && first,
				h(".row", h("button.primary", done, "Done"),
					h("button", () => turn(isRunning ? "pause" : "resume"), isRunning ? "Pause" : "Go on"),
					h("button", () => turn("finish"), "Enough for now")));
		}
		if (!title) return h("div", h("h1", "Nothing is waiting"), h("p", reason), link("capture", "Capture something", ".primary"));
		return h("div", h("p", "Just this one"),
			h("section.lamp", h("h1", title), first,
				h("small", [minutes && `about ${length(minutes)}`, block && span(block)].filter(Boolean).join(" · "))),
			h("p", reason),
			h(".row",
				kind === "review" ? link("learn/review", "Review the cards", ".primary")
					: [h("button.primary", start, "Start"), h("button", done, "It is done")],
				isChosen ? link("now", "Something else", ".button") : h("button", notThis, "Not this one")));
	};
}
