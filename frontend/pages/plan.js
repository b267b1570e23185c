/**
 * Plan: a day or a week on a grid of time. Blocks move by pointer and by arrow keys; a re-plan is
 * shown before it is taken.
 *
 * @import { Schemas } from "../services/operations.js"
 * @typedef {Schemas["TimeBlock"]} Block
 */
import { field, h, pick, say, submit, tell } from "../dom.js";
import { del, get, patch, post } from "../services/api.js";
import { clock, dayName, dayOf, fromLocal, instant, minutesIn, minutesOf, moment, plusDays, toLocal, weekday } from "../time.js";

const STEP = 15;
/** What is shorter is drawn as long, to be hit. */
const LEAST = 18;
const ARROWS = { ArrowUp: [-STEP, 0], ArrowDown: [STEP, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const REASONS = [["late", "It is later than I thought"], ["too_much", "It is too much"], ["sick", "I am not well"], ["vacation", "I am away"], ["fresh_start", "I want a fresh start"]];

const minutes = ({ starts_at, ends_at }) => (Date.parse(ends_at) - Date.parse(starts_at)) / 60_000;
const lasting = (starts_at, minutes) => ({ starts_at, ends_at: new Date(Date.parse(starts_at) + minutes * 60_000).toISOString() });

/** @type {import("../page.js").Page} */
export function page(at) {
	const isWeek = at.args[0] ? at.args[0] === "week" : innerWidth >= 1000;
	const mode = isWeek ? "week" : "day";
	const today = at.args[1] ?? dayOf();
	const first = isWeek ? plusDays(today, -weekday(today)) : today;
	const days = [...Array(isWeek ? 7 : 1)].map((_, i) => plusDays(first, i));
	/** @type {Block[]} */
	let blocks = [];
	/** Whose form is open; without an id a new one. @type {Partial<Block> | null} */
	let open = null;
	/** A block on its way: how far, and where the pointer took hold. @type {{ id: string, later: number, days: number, x?: number, y?: number } | null} */
	let moving = null;
	let timer = 0;
	/** @type {Schemas["Replan"] | null} */
	let shown = null;
	let feed = "";

	at.refresh = async () => {
		blocks = await get("/schedule", { query: { after: instant(first, 0), before: instant(plusDays(first, days.length), 0), limit: 200 } });
		at.paint();
	};
	const again = () => at.refresh?.();

	/** Where a block is, or is being moved to. @param {Block} block */
	function place(block) {
		const { later, days } = (moving?.id === block.id && moving) || { later: 0, days: 0 };
		const start = Math.max(0, Math.min(1440 - STEP, minutesOf(block.starts_at) + later));
		// It stays in its column until it is dropped: there the pointer and the focus hold it.
		const column = dayOf(block.starts_at);
		return { block, start, end: Math.min(1440, start + minutes(block)), column, days, day: plusDays(column, days), lane: 0, lanes: 1 };
	}
	async function change(id, body) {
		try {
			await patch("/schedule/{id}", { id, body });
		} finally {
			moving = open = null;
			await again();
		}
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
		moving = { id: block.id, later: (moving?.later ?? 0) + later, days: (moving?.days ?? 0) + (isWeek ? days : 0) };
		clearTimeout(timer);
		timer = setTimeout(() => drop(block).catch((error) => tell("problem", error)), 800);
	}
	function hold(id, { pointerType, target, currentTarget, pointerId, clientX: x, clientY: y }) {
		if (pointerType === "touch" && !target.closest(".grip")) return;
		currentTarget.setPointerCapture(pointerId);
		moving = { id, later: 0, days: 0, x, y };
	}
	function drag({ currentTarget, pointerId, clientX, clientY }) {
		if (moving?.y === undefined || !currentTarget.hasPointerCapture(pointerId)) return;
		const { clientHeight, clientWidth, dataset } = currentTarget.parentElement;
		moving.later = Math.round(((clientY - moving.y) / clientHeight) * dataset.hours * (60 / STEP)) * STEP;
		moving.days = isWeek ? Math.round((clientX - (moving.x ?? 0)) / clientWidth) : 0;
	}
	function click(block) {
		if (moving?.y !== undefined && (moving.later || moving.days)) return drop(block);
		moving = null;
		open = block;
	}

	async function save({ title, day, time, minutes, is_locked }) {
		const body = { ...lasting(fromLocal(`${day}T${time}`), +minutes), is_locked: !!is_locked, ...(title && { title }) };
		if (open?.id) return change(open.id, body);
		await post("/schedule", { body });
		open = null;
		await again();
	}
	async function giveBack() {
		await del("/schedule/{id}", { id: open?.id ?? "" });
		open = null;
		await again();
		say("The time is free again.");
	}
	const ask = async ({ reason, until }) => (shown = await post("/schedule/replan", { body: { reason, preview: true, ...(until && { until }) } }));
	async function apply() {
		const id = shown?.id ?? "";
		await post("/schedule/replan/{id}/apply", { id, body: {} });
		shown = null;
		await again();
		say("The new plan stands.", "Undo", async () => (await post("/schedule/replan/{id}/undo", { id, body: {} }), again()));
	}
	async function makeFeed() {
		const { token } = await post("/me/tokens", { body: { name: "Calendar", scopes: ["calendar:read"] } });
		feed = `${location.origin}/calendar/${token}.ics`;
	}

	at.view = () => {
		const columns = days.map((day) => lanes(blocks.map(place).filter((one) => one.column === day)));
		// The hours of work, and wherever a block is.
		const work = days.flatMap((day) => at.me.working_hours[weekday(day) + 1] ?? []).flat().map(minutesIn);
		const all = [...work, ...columns.flat().flatMap(({ start, end }) => [start, end])];
		const early = Math.floor(Math.min(540, ...all) / 60);
		const hours = Math.ceil(Math.max(1020, ...all) / 60) - early;
		const now = minutesOf() - early * 60;
		const link = (day, to = mode) => `#/plan/${to}/${day}`;
		return h(".wide", h(".row.spread", h("h1", isWeek ? `Week of ${dayName(first, "long")}` : dayName(today, "long")),
			h(".row", h("a.button", { href: link(plusDays(first, -days.length)), "aria-label": `${mode} before` }, "‹"), h("a.button", { href: link(dayOf()) }, "Today"),
				h("a.button", { href: link(plusDays(first, days.length)), "aria-label": `${mode} after` }, "›"), h("a.button", { href: link(today, isWeek ? "day" : "week") }, isWeek ? "Day" : "Week"))),
			open && details(open),
			h(`.grid${isWeek ? ".week" : ""}`, { vars: { hours } },
				h(".hours", { "aria-hidden": "true" }, [...Array(hours)].map((_, i) => h("span", `${early + i}:00`))),
				days.map((day, i) => h("section.day", { "aria-label": dayName(day, "long") }, isWeek && h("h2", { "aria-current": day === dayOf() && "date" }, dayName(day)),
					h(".slots", { "data-hours": hours }, columns[i].map((one) => item(one, early * 60)), !columns[i][0] && h("p.soft", "Free"),
						day === dayOf() && now >= 0 && now < hours * 60 && h(".nowline", { vars: { from: now } }))))),
			h("p.soft", "Drag a block, or move it with the arrow keys. Enter opens it."),
			h(".row", h("button", () => (open = { title: "", starts_at: instant(today, 720), is_locked: true }), "Add something fixed"), h("button", makeFeed, "Show it in another calendar")),
			feed && field("Address for your calendar", { readonly: true, value: feed }, "Whoever has it can read your plan. It is told this once; in Me you can end it."),
			shown ? preview(shown) : h("form.card", { onsubmit: ask, "data-key": "ask" }, h("h2", "When a day goes otherwise"),
				h("p.soft", "What has slipped gets a new place. You see it before anything moves."),
				h(".row", pick("What happened", "reason", REASONS), field("I begin again on", { name: "until", type: "date", min: dayOf() })), submit("Re-plan", ".primary")));
	};

	/** @param {ReturnType<typeof place>} one */
	function item({ block, start, end, day, days, lane, lanes }, early) {
		const time = `${clock(instant(day, start))} to ${clock(instant(day, end % 1440))}`;
		return h(`button.block.${block.kind}${moving?.id === block.id ? ".moving" : ""}`, {
			"data-key": block.id, vars: { from: start - early, long: Math.max(LEAST, end - start), days, lane, lanes },
			onclick: () => click(block), onkeydown: (event) => press(block, event), onpointerdown: (event) => hold(block.id, event), onpointermove: drag,
		}, h("b", block.title), " ", h("small", time), h("span.grip", { "aria-hidden": "true" }, block.is_locked ? "●" : "⠿"));
	}

	/** @param {Partial<Block>} block */
	const details = ({ id, title, kind, starts_at = "", ends_at, is_locked }) =>
		h("form.card", { onsubmit: save, "data-key": `form${id}` }, h("h2", title || "Something fixed"),
			(!id || kind === "busy") && field("What", { name: "title", required: true, maxlength: 200, value: title }),
			h(".row", field("Day", { name: "day", type: "date", required: true, value: dayOf(starts_at), "data-focus": 1 }), field("From", { name: "time", type: "time", required: true, value: toLocal(starts_at).slice(11) }),
				field("Minutes", { name: "minutes", type: "number", min: 1, max: 1440, required: true, value: ends_at ? minutes({ starts_at, ends_at }) : 60 })),
			h("label.tick", h("input", { type: "checkbox", name: "is_locked", checked: is_locked }), "It stays there when I re-plan"),
			h(".row", submit("Save"), id && h("button", giveBack, "Give the time back"), h("button", () => (open = null), "Close")));

	/** @param {Schemas["Replan"]} plan */
	const preview = ({ summary, dangers, things, unscheduled }) =>
		h("section.card", { "data-key": "shown" }, h("h2", { tabindex: -1, "data-focus": 1 }, summary),
			dangers.map(({ title, told }) => h("p.tip", h("b", title), " ", told)),
			h("ul", things.map(({ title, starts_at, next_at }) => h("li", title, " ", h("small", starts_at ? moment(starts_at) : next_at && `again ${moment(next_at)}`)))),
			unscheduled.map(({ title, why }) => h("p.soft", h("b", title), " ", why)),
			h(".row", h("button.primary", apply, "Use this plan"), h("button", () => (shown = null), "Leave it as it is")));

	at.paint();
	return again();
}

/** Two that would cover each other stand side by side. @template {{ start: number, end: number, lane: number, lanes: number }} T @param {T[]} all */
function lanes(all) {
	all.sort((a, b) => a.start - b.start);
	all.forEach((one, i) => {
		const before = all[i - 1];
		if (!before || one.start >= Math.max(before.end, before.start + LEAST)) return;
		one.lane = 1 - before.lane;
		one.lanes = before.lanes = 2;
	});
	return all;
}
