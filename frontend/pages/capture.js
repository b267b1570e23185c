/** Capture: a dump becomes a proposal at once, and a model's answer grows over it; nothing is booked before it is accepted. */
import { draft, h, keepDraft, pick, say, submit } from "../dom.js";
import { del, get, patch, post } from "../services/api.js";
import { follow } from "../services/live.js";
import { fromLocal, length, moment, span, toLocal } from "../time.js";

/** @type {Page} */
export const page = (at) => (at.args[0] ? proposal(at, at.args[0]) : box(at));
const LEVELS = [["low"], ["medium"], ["high"]];

/** @param {At} at */
function box(at) {
	/** @type {Schemas["PlanListItem"][]} */
	let open = [];
	async function onsubmit({ text, energy, minutes }) {
		const { id } = await post("/organize", { prefer: "respond-async", body: { text, energy: energy || null, available_minutes: +minutes || null } });
		keepDraft(id, text);
		keepDraft("capture");
		location.hash = `#/capture/${id}`;
	}
	const onkeydown = ({ key, ctrlKey, metaKey, target }) => key === "Enter" && (ctrlKey || metaKey) && target.form.requestSubmit();
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

/** @param {At} at @param {string} id */
async function proposal(at, id) {
	const text = draft(id);
	let plan = await get("/plans/{id}", { id });
	/** What was unticked, what was corrected by the task, and the chip that is open. */
	const without = new Set();
	const changes = {};
	let editing = "";
	let progress = "";

	async function accept() {
		const item_ids = plan.tasks.map((task) => task.id).filter((task) => !without.has(task));
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
		for await (const { event, data } of follow(plan.run_id ?? "", at.signal)) {
			const isOver = /answer|error/.test(event);
			progress = isOver ? "" : data.text ?? progress;
			// Never under the hands of somebody who is deciding.
			if (isOver && !without.size && !Object.keys(changes)[0] && !editing) plan = await get("/plans/{id}", { id });
			at.paint();
		}
	}

	at.view = () => {
		const isDone = !!plan.accepted_at;
		const left = plan.leftover.map(({ start, end }) => [...text].slice(start, end).join("").trim()).filter(Boolean);
		return h("div", h("h1", isDone ? "This is in your plan" : "This is what I understood"),
			h("p.soft", { role: "status" }, progress ? h("span.growing", "A first draft. ", progress) : plan.summary),
			h("section.lamp", h("h2", "Start here"), h("p.first", plan.first_step.text), h("p.soft", length(plan.first_step.minutes))),
			h("ul.tasks", plan.tasks.map((task) => item({ ...task, ...changes[task.id] }, isDone))),
			left[0] && h("p.soft", "Left as it is: ", left.map((piece) => h("q", piece))),
			plan.suggestions.map((line) => h("p.soft", line)),
			h(".actions", isDone
				? [h("a.primary", { href: "#/now" }, "Begin"), h("a.button", { href: "#/plan" }, "See the day"), h("button", undo, "Take it back")]
				: [plan.tasks.length > without.size && h("button.primary", accept, without.size ? `Take on ${plan.tasks.length - without.size} of ${plan.tasks.length}` : "Take it all on"), h("button", backToText, "Back to the text")]));
	};

	function item(task, isDone) {
		const { id, title, steps, labels } = task;
		const isIn = isDone ? plan.accepted_task_ids.includes(id) : !without.has(id);
		const block = !changes[id] && plan.schedule.find((one) => one.task_id === id);
		return h(`li.card${isIn ? "" : ".out"}`, { key: id },
			h("h2", isDone ? title : h("label.tick", h("input", { type: "checkbox", checked: isIn, onchange: () => without.delete(id) || without.add(id) }), title)),
			h(".chips", pieces(task).map(([name, label]) => chip(task, name, label, isDone)), labels.map((label) => h("span.chip", `#${label}`))),
			[block && span(block.starts_at, block.ends_at), plan.unscheduled.find((one) => one.task_id === id)?.why].map((line) => line && h("p.soft", line)),
			steps[0] && h("details", h("summary", `Steps: ${steps.length}`), h("ol", steps.map((step) => h("li", step.title, " ", h("small", length(step.minutes)))))));
	}

	function chip(task, name, label, isDone) {
		const { id, due_is_date_only: isDay } = task;
		const key = id + name;
		const value = task[name];
		const set = (value) => ((changes[id] = { ...changes[id], [name]: value }), (editing = ""));
		if (isDone) return h("span.chip", label);
		if (editing !== key)
			return h("span.chip", { key: key }, name === "recurrence" ? label : h("button", { label: `Correct: ${label}`, onclick: () => (editing = key) }, label),
				h("button", { label: `Leave out: ${label}`, onclick: () => set(name === "recurrence" ? "" : null) }, "×"));
		const props = { name: "value", label: label, required: true, focus: 1 };
		const [input, read] = {
			due_at: () => [h("input", { ...props, type: isDay ? "date" : "datetime-local", value: toLocal(value).slice(0, isDay ? 10 : 16) }), (text) => fromLocal(text + (isDay ? "T23:59" : ""))],
			estimate_minutes: () => [h("input", { ...props, type: "number", min: 1, max: 1440, value }), Number],
		}[name]?.() ?? [h("select", { ...props, value }, [...LEVELS, ...(name === "priority" ? [["urgent"]] : [])].map(([level]) => h("option", level))), String];
		return h("form.chip", { onsubmit: ({ value }) => set(read(value)), key: `${key}.form` }, input, submit("Set"));
	}

	if (!plan.accepted_at && plan.run_id) grow();
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

/** An RFC 5545 rule in a few words: `weekly Tu Th`, `every 2: weekly`. */
function repeats(rule) {
	const { FREQ, INTERVAL, BYDAY = "" } = Object.fromEntries(rule.split(";").map((part) => part.split("=")));
	return [INTERVAL > 1 && `every ${INTERVAL}:`, FREQ.toLowerCase(), BYDAY.replaceAll(",", " ").replace(/([A-Z])([A-Z])/g, (_, a, b) => a + b.toLowerCase())].filter(Boolean).join(" ");
}
