/**
 * Capture: a dump becomes a proposal at once, and a model's answer grows over it. Each piece that was
 * understood is a chip to correct or to leave out; nothing is booked before it is accepted.
 *
 * @import { Schemas } from "../services/operations.js"
 */
import { draft, h, keepDraft, pick, say, submit } from "../dom.js";
import { del, get, patch, post } from "../services/api.js";
import { follow } from "../services/live.js";
import { fromLocal, length, moment, span, toLocal } from "../time.js";

/** @type {import("../page.js").Page} */
export const page = (at) => (at.args[0] ? proposal(at, at.args[0]) : box(at));
const LEVELS = [["low"], ["medium"], ["high"]];

/** @param {import("../page.js").At} at */
function box(at) {
	/** @type {Schemas["PlanListItem"][]} */
	let open = [];
	async function onsubmit({ text, energy, minutes }) {
		const body = { text, ...(energy && { energy }), ...(minutes && { available_minutes: +minutes }) };
		const { id } = await post("/organize", { prefer: "respond-async", body });
		keepDraft(id, text);
		keepDraft("capture");
		location.hash = `#/capture/${id}`;
	}
	const onkeydown = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form.requestSubmit();
	at.view = () =>
		h("form", { onsubmit, onkeydown }, h("h1", "What is on your mind?"),
			h("label.field", h("span.soft", "All of it, in any order. Dates and minutes are read from your words."),
				h("textarea.dump", { name: "text", rows: 7, maxlength: 20000, required: true, draft: "capture", placeholder: "taxes by Friday 5pm, clean the kitchen (30 min), gym every Tue and Thu, maybe call mum" })),
			h(".row", pick("My energy", "energy", [["", "any"], ...LEVELS]), pick("Time I have", "minutes", [["", "any"], ...[15, 30, 60, 120, 240].map((n) => [n, length(n)])])),
			submit("Make sense of it", ".primary"),
			open[0] && h("section", h("h2", "Not decided yet"), h("ul.list", open.map(({ id, summary }) => h("li", h("a", { href: `#/capture/${id}` }, summary))))));
	at.refresh = async () => {
		open = (await get("/plans", { query: { limit: 20 } })).filter((plan) => !plan.accepted_at).slice(0, 3);
		at.paint();
	};
	at.paint();
	return at.refresh();
}

/** @param {import("../page.js").At} at @param {string} id */
async function proposal(at, id) {
	const text = draft(id);
	let plan = await get("/plans/{id}", { id });
	/** What was unticked. */
	const without = new Set();
	/** What was corrected, by the task. @type {Record<string, Schemas["PatchedTaskRequest"]>} */
	const changes = {};
	/** The chip that is being corrected. */
	let editing = "";
	let isGrowing = false;
	const read = async () => (plan = await get("/plans/{id}", { id }));

	async function accept() {
		const item_ids = plan.tasks.map((task) => task.id).filter((task) => !without.has(task));
		if (!item_ids[0]) return say("Tick at least one, and it becomes yours.");
		plan = await post("/plans/{id}/accept", { id, body: { item_ids, revision: plan.revision } });
		for (const id of item_ids) if (changes[id]) await patch("/tasks/{id}", { id, body: changes[id] });
		say(item_ids[1] ? `${item_ids.length} tasks are in your plan.` : "It is in your plan.", "Undo", undo);
	}
	async function undo() {
		// What was corrected on the way in would count as changed since.
		for (const id of plan.accepted_task_ids) if (changes[id]) await del("/tasks/{id}", { id });
		plan = await post("/plans/{id}/undo", { id, body: {} });
		say("Taken back. Nothing is booked.");
	}
	async function backToText() {
		await del("/plans/{id}", { id });
		keepDraft("capture", text);
		keepDraft(id);
		location.hash = "#/capture";
	}
	async function grow() {
		isGrowing = true;
		for await (const { event } of follow(plan.run_id ?? "", at.signal)) {
			// Never under the hands of somebody who is deciding.
			if (event === "answer" && !without.size && !Object.keys(changes)[0] && !editing) await read();
		}
		isGrowing = false;
		at.paint();
	}
	at.refresh = async () => {
		if (!isGrowing && plan.accepted_at) await read();
		at.paint();
	};

	at.view = () => {
		const isDone = !!plan.accepted_at;
		const left = plan.leftover.map(({ start, end }) => [...text].slice(start, end).join("").trim()).filter(Boolean);
		return h("div", h("h1", isDone ? "This is in your plan" : "This is what I understood"),
			h("p.soft", { role: "status" }, isGrowing ? h("span.growing", "A first draft. A fuller answer is growing over it …") : plan.summary),
			h("section.lamp", h("h2", "Start here"), h("p.first", plan.first_step.text), h("p.soft", length(plan.first_step.minutes))),
			h("ul.tasks", plan.tasks.map((task) => item({ ...task, ...changes[task.id] }, isDone))),
			left[0] && h("p.soft", "Left as it is: ", left.map((piece) => h("q", piece))),
			plan.suggestions.map((line) => h("p.soft", line)),
			h(".actions", isDone
				? [h("a.primary", { href: "#/now" }, "Begin"), h("a.button", { href: "#/plan" }, "See the day"), h("button", undo, "Take it back")]
				: [plan.tasks[0] && h("button.primary", accept, without.size ? `Take on ${plan.tasks.length - without.size} of ${plan.tasks.length}` : "Take it all on"),
					h("button", backToText, "Back to the text")]));
	};

	function item(task, isDone) {
		const { id, title, steps } = task;
		const isIn = isDone ? plan.accepted_task_ids.includes(id) : !without.has(id);
		const block = plan.schedule.find((one) => one.task_id === id);
		const why = plan.unscheduled.find((one) => one.task_id === id)?.why;
		return h(`li.card${isIn ? "" : ".out"}`, { "data-key": id },
			h("h2", isDone ? title : h("label.tick", h("input", { type: "checkbox", checked: isIn, onchange: () => without.delete(id) || without.add(id) }), title)),
			h(".chips", pieces(task).map(([name, label]) => chip(task, name, label, isDone)), task.labels.map((label) => h("span.chip", `#${label}`))),
			block && isIn && !changes[id] && h("p.soft", span(block.starts_at, block.ends_at)),
			why && h("p.soft", why),
			steps[0] && h("details", h("summary", steps[1] ? `${steps.length} steps` : "1 step"), h("ol", steps.map((step) => h("li", step.title, " ", h("small", length(step.minutes)))))));
	}

	function chip(task, name, label, isDone) {
		if (isDone) return h("span.chip", label);
		const key = task.id + name;
		const isRule = name === "recurrence";
		const set = (value) => ((changes[task.id] = { ...changes[task.id], [name]: value }), (editing = ""));
		if (editing !== key)
			return h("span.chip", { "data-key": key }, isRule ? label : h("button", { "aria-label": `Correct: ${label}`, onclick: () => (editing = key) }, label),
				h("button", { "aria-label": `Leave out: ${label}`, onclick: () => set(isRule ? "" : null) }, "×"));
		const isDay = task.due_is_date_only;
		const value = task[name];
		const kinds = {
			due_at: [isDay ? "date" : "datetime-local", toLocal(value ?? 0).slice(0, isDay ? 10 : 16), (text) => fromLocal(text + (isDay ? "T23:59" : ""))],
			estimate_minutes: ["number", value, Number],
		};
		const [type, shown, read] = kinds[name] ?? [];
		const props = { name: "value", "aria-label": label, required: true, "data-focus": 1 };
		return h("form.chip", { onsubmit: ({ value }) => set(read?.(value) ?? value), "data-key": `${key}.form` },
			type ? h("input", { ...props, type, min: 1, max: type === "number" && 1440, value: shown })
				: h("select", props, [...LEVELS, ...(name === "priority" ? [["urgent"]] : [])].map(([level]) => h("option", { selected: level === value }, level))),
			submit("Set"));
	}

	const run = !plan.accepted_at && plan.run_id && (await get("/runs/{id}", { id: plan.run_id }));
	if (run && /queued|running/.test(run.state)) grow();
}

/** What was understood of a task, and how it is said. */
function pieces({ due_at, due_is_date_only, recurrence, estimate_minutes, energy, priority }) {
	return [
		["due_at", due_at && `by ${moment(due_at, due_is_date_only)}`],
		["recurrence", recurrence && repeats(recurrence)],
		["estimate_minutes", estimate_minutes && length(estimate_minutes)],
		["energy", energy && `${energy} energy`],
		["priority", priority && `${priority} priority`],
	].filter(([, label]) => label);
}

/** An RFC 5545 rule in a few words: `every 2 weeks: Tu, Th`. */
function repeats(rule) {
	const { FREQ, INTERVAL = 1, BYDAY = "" } = Object.fromEntries(rule.split(/[;:]/).map((part) => part.split("=")));
	const unit = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" }[FREQ] ?? "time";
	const days = BYDAY.replace(/([A-Z])([A-Z]),?/g, (_, first, second) => ` ${first}${second.toLowerCase()}`);
	return (INTERVAL > 1 ? `every ${INTERVAL} ${unit}s` : `every ${unit}`) + (days && `:${days}`);
}
