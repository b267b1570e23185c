/** Plan: a day or a week on a grid of time. Blocks move by pointer and by key; a re-plan is shown before it is taken. */
import { card, field, h, say, select, tell } from "../dom.js";
import { del, get, patch, post } from "../services/api.js";
import { clock, dayName, dayOf, instant, minutesIn, minutesOf, moment, plusDays, weekday } from "../time.js";

const STEP = 15;
/** Minutes and days. */
const ARROWS = { ArrowUp: [-STEP, 0], ArrowDown: [STEP, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const REASONS = ["late", "too_much", "sick", "vacation", "fresh_start"].map((reason) => [reason, reason.replace("_", " ")]);

const minutes = ({ starts_at, ends_at }) => (Date.parse(ends_at) - Date.parse(starts_at)) / 60_000;
/** Of its day. */
const start = ({ starts_at }) => minutesOf(starts_at);

/** @type {Page} */
export function page(at) {
	const [, mode = innerWidth < 1000 ? "day" : "week", today = dayOf()] = at.args;
	const isWeek = mode === "week";
	const first = isWeek ? plusDays(today, 1 - weekday(today)) : today;
	const days = [...Array(isWeek ? 7 : 1)].map((_, i) => plusDays(first, i));
	/** @type {Schemas["TimeBlock"][]} */
	let blocks = [];
	/** The block that is open, the one in somebody's hand, and where it is held. */
	let open = "", held, grip = 0;
	/** What is shown of a day. */
	let early = 0, hours = 24;
	/** @type {Schemas["Replan"] | null} */
	let shown = null;
	/** @type {string | undefined} */
	let feed;

	at.load = async () => {
		const told = await get("/schedule", { query: { after: instant(first, 0),
			before: instant(plusDays(first, days.length), 0), limit: 200 } });
		// One that is on its way stays where its person put it.
		if (!held?.timer) blocks = told;
	};
	/** It is there at once, and the server is told when it rests. */
	function move(block, days, minute, rest) {
		const { starts_at, ends_at, was = { starts_at, ends_at }, timer } = block;
		clearTimeout(timer);
		const to = instant(plusDays(dayOf(starts_at), days), Math.max(0, Math.min(1440 - STEP, minute)));
		const until = new Date(Date.parse(to) + minutes(block) * 60_000).toISOString();
		Object.assign(block, { starts_at: to, ends_at: until, was, timer: setTimeout(settle, rest, block) });
	}
	async function settle(block) {
		const { id, title, starts_at, ends_at, was, timer } = block;
		const change = (body) => patch("/schedule/{id}", { id, body });
		await change({ starts_at, ends_at }).finally(() => {
			if (block.timer === timer) block.timer = 0;
			tell("changed");
		});
		say(`${title} is now ${moment(starts_at)}.`, "Undo", () => change(was));
	}
	function press(block, event) {
		const [later, days] = ARROWS[event.key] ?? [];
		if (/^( |Enter)$/.test(event.key)) take(block);
		else if (later === undefined) return;
		else move((held = block), isWeek ? days : 0, start(block) + later, 800);
		event.preventDefault();
	}
	function take(block) {
		[held, grip, open] = [block, 0, block.id];
	}
	function drop(day, { currentTarget, clientY }) {
		const { top, height } = currentTarget.getBoundingClientRect();
		open = "";
		const minute = ((clientY - grip - top) / height) * hours * 60 + early * 60;
		move(held, (Date.parse(day) - Date.parse(dayOf(held.starts_at))) / 864e5, Math.round(minute / STEP) * STEP, 0);
	}

	async function ask({ reason, until }) {
		shown = await post("/schedule/replan", { body: { reason, preview: true, until: until || null } });
	}
	async function apply({ id }) {
		await post("/schedule/replan/{id}/apply", { id });
		shown = null;
		say("The new plan stands.", "Undo", () => post("/schedule/replan/{id}/undo", { id }));
	}
	async function makeFeed() {
		const { token } = await post("/me/tokens", { body: { name: "Calendar", scopes: ["calendar:read"] } });
		feed = `${location.origin}/calendar/${token}.ics`;
	}

	function column(day) {
		const here = blocks.filter(({ starts_at }) => dayOf(starts_at) === day);
		const isToday = day === dayOf();
		const now = minutesOf() - early * 60;
		return h("section.day", { label: dayName(day, "long") },
			isWeek && h("h2", { "aria-current": isToday && "date" }, dayName(day)),
			h(".slots", {
				ondragover: (event) => event.preventDefault(),
				ondrop: (event) => drop(day, event),
				onclick: (event) => open && event.target === event.currentTarget && drop(day, event),
			},
				here.map(item),
				!here[0] && h("p", "Free"),
				isToday && now >= 0 && now < hours * 60 && h(".nowline", { style: `--from: ${now}` })));
	}
	function item(block) {
		const { id, kind, title, starts_at, ends_at } = block;
		return h(`.block.${kind}${minutes(block) < 40 ? ".short" : ""}`, {
			key: id, role: "button", tabindex: 0, draggable: "true", focus: held?.id === id,
			style: `--from: ${start(block) - early * 60}; --long: ${minutes(block)}`,
			onclick: () => take(block), onkeydown: (event) => press(block, event), ondragstart: ({ offsetY }) => ([held, grip] = [block, offsetY]),
		}, h("b", title), " ", h("small", `${clock(starts_at)} to ${clock(ends_at)}`));
	}
	const hand = ({ id, title, is_locked }) =>
		card(title, h("p", "Tap its new place."),
			h(".row",
				h("button", () => patch("/schedule/{id}", { id, body: { is_locked: !is_locked } }), is_locked ? "It may move" : "Let it stay there"),
				h("button", () => del("/schedule/{id}", { id }), "Give the time back"),
				h("button", () => (open = ""), "Close")));
	const asking = () =>
		h("form.card", { onsubmit: ask, key: "ask" }, h("h2", "When a day goes otherwise"),
			h("p", "What slipped gets a new place. You see it before anything moves."),
			h(".row", field("What happened", select({ name: "reason" }, REASONS)),
				field("I begin again on", { name: "until", type: "date", min: dayOf(), required: false })),
			h("button.primary", "Re-plan"));
	/** @param {Schemas["Replan"]} plan */
	const preview = (plan) =>
		card(plan.summary,
			plan.dangers.map(({ title, told }) => h("p.tip", h("b", title), " ", told)),
			h("ul", plan.things.map(({ title, starts_at, next_at }) =>
				h("li", title, " ", h("small", starts_at ? moment(starts_at) : next_at && `again ${moment(next_at)}`)))),
			plan.unscheduled.map(({ title, why }) => h("p", h("b", title), " ", why)),
			h(".row", h("button.primary", { onclick: () => apply(plan), focus: 1 }, "Use this plan"),
				h("button", () => (shown = null), "Leave it as it is")));
	const link = (text, day, to = mode, label = text) => h("a.button", { href: `#/plan/${to}/${day}`, label }, text);

	return () => {
		const working = days.flatMap((day) => at.me.working_hours[weekday(day)] ?? []).flat().map(minutesIn);
		early = Math.floor(Math.min(540, ...working, ...blocks.map(start)) / 60);
		hours = Math.ceil(Math.min(1440, Math.max(1020, ...working, ...blocks.map((one) => start(one) + minutes(one)))) / 60) - early;
		return h(".wide",
			h(".row", h("h1", isWeek ? `Week of ${dayName(first, "long")}` : dayName(today, "long")),
				link("‹", plusDays(first, -days.length), mode, `${mode} before`), link("Today", dayOf()),
					link("›", plusDays(first, days.length), mode, `${mode} after`),
				isWeek ? link("Day", today, "day") : link("Week", today, "week")),
			h("div", blocks.filter(({ id }) => id === open).map(hand)),
			h(`.grid.${mode}s`, { style: `--hours: ${hours}` },
				h(".hours", { "aria-hidden": "true" }, [...Array(hours)].map((_, i) =>
					h("span", clock(instant(first, (early + i) * 60)).replace(/:00\s/, " ")))),
				days.map(column)),
			h("p", "Tap a block to move it, or drag it. Arrow keys and Enter do it too."),
			h("button", makeFeed, "Show it in another calendar"),
			feed && field("Address for your calendar", { readonly: true, value: feed },
				"Who has it can read your plan. It is shown this once; you can end it in Me."),
			shown ? preview(shown) : asking());
	};
}
