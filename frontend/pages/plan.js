/** Plan: a day or a week on a grid of time. Blocks move by pointer and by arrow keys; a re-plan is shown before it is taken. */
import { card, field, h, pick, say, submit, tell } from "../dom.js";
import { del, get, patch, post } from "../services/api.js";
import { clock, dayName, dayOf, fromLocal, instant, minutesIn, minutesOf, moment, plusDays, toLocal, weekday } from "../time.js";

const STEP = 15;
/** Minutes; what is shorter is drawn as long. */
const LEAST = 18;
const ARROWS = { ArrowUp: [-STEP, 0], ArrowDown: [STEP, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const REASONS = [["late", "It is later than I thought"], ["too_much", "It is too much"], ["sick", "I am not well"], ["vacation", "I am away"], ["fresh_start", "I want a fresh start"]];

const minutes = ({ starts_at, ends_at }) => (Date.parse(ends_at) - Date.parse(starts_at)) / 60_000;
const lasting = (starts_at, minutes) => ({ starts_at, ends_at: new Date(Date.parse(starts_at) + minutes * 60_000).toISOString() });

/** @type {Page} */
export function page(at) {
	const [mode = innerWidth < 1000 ? "day" : "week", today = dayOf()] = at.args;
	const isWeek = mode === "week";
	const first = isWeek ? plusDays(today, -weekday(today)) : today;
	const days = [...Array(isWeek ? 7 : 1)].map((_, i) => plusDays(first, i));
	/** @type {Schemas["TimeBlock"][]} */
	let blocks = [];
	/** The block whose form is open, without an id a new one; and one on its way: how far, and where the pointer took hold. */
	let open, moving;
	let timer = 0;
	/** @type {Schemas["Replan"] | null} */
	let shown = null;
	let feed = "";

	at.refresh = async () => {
		blocks = await get("/schedule", { query: { after: instant(first, 0), before: instant(plusDays(first, days.length), 0), limit: 200 } });
		at.paint();
	};
	async function after(work) {
		try {
			await work;
		} finally {
			moving = open = shown = null;
			await at.refresh();
		}
	}
	const change = (id, body) => after(patch("/schedule/{id}", { id, body }));

	/** Where a block is, or is on its way to; until it is dropped it stays in its column, where the pointer holds it. */
	function place(block) {
		const { later = 0, days = 0 } = moving?.id === block.id ? moving : {};
		const column = dayOf(block.starts_at);
		const start = Math.max(0, Math.min(1440 - STEP, minutesOf(block.starts_at) + later));
		return { block, start, end: Math.min(1440, start + minutes(block)), column, days, day: plusDays(column, days) };
	}
	async function drop(block) {
		const { starts_at, ends_at, id, title } = block;
		const { day, start } = place(block);
		const to = lasting(instant(day, start), minutes(block));
		await change(id, to);
		/** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${id}"]`))?.focus();
		say(`${title} is now ${moment(to.starts_at)}.`, "Undo", () => change(id, { starts_at, ends_at }));
	}
	function press(block, event) {
		const [later, days] = ARROWS[event.key] ?? [];
		if (later === undefined) return;
		event.preventDefault();
		moving = { id: block.id, later: (moving?.later ?? 0) + later, days: (moving?.days ?? 0) + (isWeek && days) };
		clearTimeout(timer);
		timer = setTimeout(() => drop(block).catch((error) => tell("problem", error)), 800);
	}
	function hold({ id }, { pointerType, target, currentTarget, pointerId, clientX: x, clientY: y }) {
		if (pointerType === "touch" && !target.closest(".grip")) return;
		currentTarget.setPointerCapture(pointerId);
		moving = { id, x, y };
	}
	function drag({ currentTarget, pointerId, clientX, clientY }) {
		if (!moving?.y || !currentTarget.hasPointerCapture(pointerId)) return;
		const { clientHeight, clientWidth, dataset } = currentTarget.parentElement;
		moving.later = Math.round(((clientY - moving.y) / clientHeight) * dataset.hours * (60 / STEP)) * STEP;
		moving.days = isWeek ? Math.round((clientX - moving.x) / clientWidth) : 0;
	}
	function click(block) {
		if (moving?.later || moving?.days) return drop(block);
		moving = null;
		open = block;
	}

	function save({ title, day, time, minutes, is_locked }) {
		const body = { ...lasting(fromLocal(`${day}T${time}`), +minutes), is_locked: !!is_locked, ...(title && { title }) };
		return open.id ? change(open.id, body) : after(post("/schedule", { body }));
	}
	const ask = async ({ reason, until }) => (shown = await post("/schedule/replan", { body: { reason, preview: true, until: until || null } }));
	async function apply({ id }) {
		await after(post("/schedule/replan/{id}/apply", { id, body: {} }));
		say("The new plan stands.", "Undo", () => after(post("/schedule/replan/{id}/undo", { id, body: {} })));
	}
	async function makeFeed() {
		const { token } = await post("/me/tokens", { body: { name: "Calendar", scopes: ["calendar:read"] } });
		feed = `${location.origin}/calendar/${token}.ics`;
	}

	at.view = () => {
		const all = blocks.map(place);
		const edges = [...days.flatMap((day) => at.me.working_hours[weekday(day) + 1] ?? []).flat().map(minutesIn), ...all.flatMap(({ start, end }) => [start, end])];
		const early = Math.floor(Math.min(540, ...edges) / 60);
		const hours = Math.ceil(Math.max(1020, ...edges) / 60) - early;
		const now = minutesOf() - early * 60;
		const link = (text, day, to = mode, label) => h("a.button", { href: `#/plan/${to}/${day}`, label }, text);
		const column = (day) => {
			const here = all.filter((one) => one.column === day);
			return h("section.day", { label: dayName(day, "long") }, isWeek && h("h2", { "aria-current": day === dayOf() && "date" }, dayName(day)),
				h(".slots", { "data-hours": hours }, here.map((one) => item(one, early * 60)), !here[0] && h("p.soft", "Free"), day === dayOf() && now >= 0 && now < hours * 60 && h(".nowline", { vars: { from: now } })));
		};
		return h(".wide", h(".row.spread", h("h1", isWeek ? `Week of ${dayName(first, "long")}` : dayName(today, "long")),
			h(".row", link("‹", plusDays(first, -days.length), mode, `${mode} before`), link("Today", dayOf()), link("›", plusDays(first, days.length), mode, `${mode} after`), isWeek ? link("Day", today, "day") : link("Week", today, "week"))),
			open && details(open),
			h(`.grid.${mode}s`, { vars: { hours } }, h(".hours", { "aria-hidden": "true" }, [...Array(hours)].map((_, i) => h("span", `${early + i}:00`))), days.map(column)),
			h("p.soft", "Drag a block, or move it with the arrow keys. Enter opens it."),
			h(".row", h("button", () => (open = { starts_at: instant(today, 720), is_locked: true }), "Add something fixed"), h("button", makeFeed, "Show it in another calendar")),
			feed && field("Address for your calendar", { readonly: true, value: feed }, "Whoever has it can read your plan. It is told this once; in Me you can end it."),
			shown ? preview(shown) : h("form.card", { onsubmit: ask, key: "ask" }, h("h2", "When a day goes otherwise"), h("p.soft", "What has slipped gets a new place. You see it before anything moves."),
				h(".row", pick("What happened", "reason", REASONS), field("I begin again on", { name: "until", type: "date", min: dayOf() })), submit("Re-plan", ".primary")));
	};

	function item({ block, start, end, day, days }, early) {
		const { id, kind, title } = block;
		return h(`button.block.${kind}${moving?.id === id ? ".moving" : ""}`, {
			key: id, vars: { from: start - early, long: Math.max(LEAST, end - start), days },
			onclick: () => click(block), onkeydown: (event) => press(block, event), onpointerdown: (event) => hold(block, event), onpointermove: drag,
		}, h("b", title), " ", h("small", `${clock(instant(day, start))} to ${clock(instant(day, end % 1440))}`), h("span.grip", { "aria-hidden": "true" }, "⠿"));
	}
	const details = ({ id, title, kind = "busy", starts_at, ends_at, is_locked }) =>
		h("form.card", { onsubmit: save, key: `form${id}` }, h("h2", title ?? "Something fixed"),
			kind === "busy" && field("What", { name: "title", required: true, maxlength: 200, value: title }),
			h(".row", field("Day", { name: "day", type: "date", required: true, value: dayOf(starts_at), focus: 1 }), field("From", { name: "time", type: "time", required: true, value: toLocal(starts_at).slice(11) }),
				field("Minutes", { name: "minutes", type: "number", min: 1, max: 1440, required: true, value: minutes({ starts_at, ends_at }) || 60 })),
			h("label.tick", h("input", { type: "checkbox", name: "is_locked", checked: is_locked }), "It stays there when I re-plan"),
			h(".row", submit("Save"), id && h("button", () => after(del("/schedule/{id}", { id })), "Give the time back"), h("button", () => (open = null), "Close")));
	/** @param {Schemas["Replan"]} plan */
	const preview = (plan) => card(plan.summary,
		plan.dangers.map(({ title, told }) => h("p.tip", h("b", title), " ", told)),
		h("ul", plan.things.map(({ title, starts_at, next_at }) => h("li", title, " ", h("small", starts_at ? moment(starts_at) : next_at && `again ${moment(next_at)}`)))),
		plan.unscheduled.map(({ title, why }) => h("p.soft", h("b", title), " ", why)),
		h(".row", h("button.primary", { onclick: () => apply(plan), focus: 1 }, "Use this plan"), h("button", () => (shown = null), "Leave it as it is")));

	at.paint();
	return at.refresh();
}
