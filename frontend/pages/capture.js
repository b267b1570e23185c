/** Capture: a dump becomes a proposal at once, a model's answer grows over it; nothing is booked before a yes. */
import { draft, field, h, keepDraft, link, select, tick } from "../dom.js";
import { AT_ONCE, del, get, post } from "../services/api.js";
import { growing } from "../services/live.js";
import { fromLocal, length, moment, span, toLocal } from "../time.js";
import { focusOn, inWords } from "./now.js";

const LEVELS = [["low"], ["medium"], ["high"]];

/** @type {Page} */
export const page = (at) => (at.args[1] ? proposal(at) : box(at));

/** @type {Page} */
function box(at) {
	/** @type {Schemas["PlanListItem"][]} */
	let open = [];
	at.load = async () => {
		open = (await get("/plans")).filter((plan) => !plan.accepted_at).slice(0, 3);
	};
	async function onsubmit({ text, energy, minutes }) {
		const body = { text, energy: energy || null, available_minutes: +minutes || null };
		const { id } = await post("/organize", { headers: AT_ONCE, body });
		keepDraft(id, text);
		keepDraft("capture");
		location.hash = `#/capture/${id}`;
	}
	const onkeydown = ({ key, ctrlKey, metaKey, target }) => key === "Enter" && (ctrlKey || metaKey) && target.form.requestSubmit();
	const placeholder = "taxes by Friday 5pm, clean the kitchen (30 min), gym every Tue, maybe call mum";
	return () =>
		h("form", { onsubmit, onkeydown }, h("h1", "What is on your mind?"),
			field("All of it, in any order", { name: "text", rows: 6, maxlength: 20000, draft: "capture", placeholder },
				"Dates and minutes are read from your words."),
			h(".row",
				field("My energy", select({ name: "energy" }, [["", "as usual"], ...LEVELS])),
				field("Time I have", { name: "minutes", type: "number", min: 1, max: 1440, required: false, placeholder: "minutes" })),
			h("button.primary", "Make sense of it"),
			open[0] && h("section", h("h2", "Not decided yet"),
				open.map(({ id, summary }) => link(`capture/${id}`, draft(id).slice(0, 90) || summary))));
}

/** @type {Page} */
function proposal(at) {
	const [, id] = at.args;
	const text = draft(id);
	const status = growing(at);
	/** @type {Schemas["Plan"]} */
	let plan;
	/** What was unticked, and what was corrected, by the task. */
	const without = new Set();
	let corrected = {};

	at.load = async () => {
		const told = await get("/plans/{id}", { id });
		const isTouched = without.size || Object.keys(corrected)[0] || document.querySelector(".chip[open]");
		// Never under the hands of somebody who is deciding.
		if (told.accepted_at || !isTouched) plan = told;
	};
	async function accept() {
		const item_ids = plan.tasks.map((task) => task.id).filter((task) => !without.has(task));
		const corrections = item_ids.filter((id) => corrected[id]).map((id) => ({ id, ...corrected[id] }));
		plan = await post("/plans/{id}/accept", { id, body: { item_ids, corrections, revision: plan.revision } });
		without.clear();
		corrected = {};
	}
	/** Of the first task it is the very small one that the plan begins with. */
	const firstOf = (task = plan.tasks[0]) => (task === plan.tasks[0] ? plan.first_step : { ...task.steps[0], text: task.steps[0].title });
	async function begin(task) {
		keepDraft(task.id, inWords(firstOf(task)));
		await focusOn(at, task.id, task.title, task.estimate_minutes);
		location.hash = `#/now/${task.id}`;
	}
	async function undo() {
		plan = await post("/plans/{id}/undo", { id });
	}
	async function backToText() {
		await del("/plans/{id}", { id });
		keepDraft("capture", text);
		keepDraft(id);
		location.hash = "#/capture";
	}

	const isIn = ({ id }) => (plan.accepted_at ? plan.accepted_task_ids.includes(id) : !without.has(id));
	function item(task, isDone) {
		const { id, title, steps, labels } = task;
		const block = !corrected[id] && plan.schedule.find((one) => one.task_id === id);
		return h(`section.card${isIn(task) ? "" : ".out"}`, { key: id },
			h("h2", isDone ? title : tick(isIn(task), () => without.delete(id) || without.add(id), title)),
			h(".row", pieces(task).map(([name, label]) => label && (isDone ? h("span.chip", label) : chip(task, name, label))),
				labels.map((label) => h("span.chip", `#${label}`))),
			block && h("p", span(block)),
			plan.unscheduled.filter((one) => one.task_id === id).map(({ why }) => h("p", why)),
			steps[0] && h("details", h("summary", `Steps: ${steps.length}`),
				h("ol", steps.map((step) => h("li", step.title, " ", h("small", length(step.minutes)))))));
	}
	/** It opens to be corrected or left out. */
	function chip(task, name, label) {
		const set = (value) => (corrected[task.id] = { ...corrected[task.id], [name]: value });
		return h("details.chip", { key: task.id + name }, h("summary", label), control(task, name, set),
			h("button", () => set(name === "recurrence" ? "" : null), "Leave out"));
	}

	return () => {
		if (!plan) return;
		const isDone = !!plan.accepted_at;
		const all = plan.tasks.length;
		const first = plan.tasks.find(isIn);
		const step = firstOf(first);
		const left = plan.leftover.map(({ start, end }) => [...text].slice(start, end).join("").trim()).filter(Boolean);
		return h("div", h("h1", isDone ? "This is in your plan" : "This is what I understood"),
			status(plan, plan.summary),
			h("section.lamp", h("h2", "Start here"), h("p.first", step.text), h("small", length(step.minutes))),
			h(".row", isDone
				? [first && h("button.primary", () => begin(first), "Begin"), link("plan", "See the day", ".button"), h("button", undo, "Take it back")]
				: [all > without.size && h("button.primary", accept, without.size ? `Take on ${all - without.size} of ${all}` : "Take it all on"),
					h("button", backToText, "Back to the text")]),
			plan.tasks.map((task) => item({ ...task, ...corrected[task.id] }, isDone)),
			left[0] && h("p", "Left as it is: ", left.map((piece) => h("q", piece))),
			plan.suggestions.map((line) => h("p", line)));
	};
}

/** What was understood of a task, and how it is said. */
const pieces = ({ due_at, due_is_date_only, recurrence, estimate_minutes, energy, priority }) => [
	["due_at", due_at && `by ${moment(due_at, due_is_date_only)}`],
	["recurrence", recurrence && repeats(recurrence)],
	["estimate_minutes", estimate_minutes && length(estimate_minutes)],
	["energy", energy && `${energy} energy`],
	["priority", priority && `${priority} priority`],
];

/** What a piece is corrected with. */
function control(task, name, set) {
	const { [name]: value, due_is_date_only: isDay } = task;
	const props = (read) => ({ label: "Correct it", value, onchange: ({ value }) => value && set(read(value)) });
	if (name === "recurrence") return;
	if (name === "estimate_minutes") return h("input", { ...props(Number), type: "number", min: 1, max: 1440 });
	if (name !== "due_at") return select(props(String), name === "priority" ? [...LEVELS, ["urgent"]] : LEVELS, value);
	const end = isDay ? "T23:59" : "";
	return h("input", { ...props((text) => fromLocal(text + end)), type: end ? "date" : "datetime-local",
		value: toLocal(value).slice(0, end ? 10 : 16) });
}

/** An RFC 5545 rule in words: `every week on Tue, Thu`, `every 2 months on 1`. */
function repeats(rule) {
	const { FREQ, INTERVAL, BYDAY, BYMONTHDAY } = Object.fromEntries(rule.split(";").map((part) => part.split("=")));
	const unit = FREQ === "DAILY" ? "day" : FREQ.slice(0, -2).toLowerCase();
	const days = "Mon Tue Wed Thu Fri Sat Sun".split(" ").filter((day) => BYDAY?.includes(day.slice(0, 2).toUpperCase()));
	const on = days.join(", ") || BYMONTHDAY;
	return `every ${INTERVAL > 1 ? `${INTERVAL} ${unit}s` : unit}${on ? ` on ${on}` : ""}`;
}
