/** Me: energy through the day (drawn), hours, devices, and all of one's data. */
import { card, field, h, say, secret, select, tick } from "../dom.js";
import { del, get, patch, post, raw, save, session } from "../services/api.js";
import { clockOf, dayName, minutesIn, moment } from "../time.js";

const LEVELS = /** @type {const} */ (["low", "medium", "high"]);

/** @type {Page} */
export function page(at) {
	const { me } = at;
	/** @type {Schemas["Session"][]} */
	let devices = [];
	/** @type {Schemas["ScopedToken"][]} */
	let keys = [];
	at.load = async () => {
		[devices, keys] = await Promise.all([get("/me/sessions"), get("/me/tokens")]);
	};
	let energy = [...me.energy_by_hour];
	let refused = 0;

	/** It counts at once, so that the next change builds on it; what the server refuses is taken back. */
	async function change(body) {
		Object.assign(me, body);
		try {
			await patch("/me", { body });
			say("Kept.");
		} catch (error) {
			Object.assign(me, await get("/me"));
			refused++;
			throw error;
		}
	}
	/** The bar under the pointer becomes as high as the pointer is. */
	function draw({ currentTarget, buttons, clientX, clientY }) {
		const bar = document.elementFromPoint(clientX, clientY);
		const hour = [...currentTarget.children].indexOf(bar);
		if (!buttons || !bar || hour < 0) return;
		const { top, height } = bar.getBoundingClientRect();
		energy[hour] = LEVELS[Math.max(0, 2 - Math.floor(((clientY - top) / height) * 3))];
	}
	const bar = (level, hour) =>
		h("span", { style: `--level: ${25 + 25 * LEVELS.indexOf(level)}%` }, hour % 4 ? "" : hour,
			h("input", { type: "range", max: 2, value: LEVELS.indexOf(level), label: `${hour}:00`, "aria-valuetext": level,
				onchange: ({ value }) => (energy[hour] = LEVELS[value]) }));

	/** The spans of a weekday; whose time is emptied, that goes. */
	function day(number) {
		const name = dayName(`2024-01-0${number}`, "long").split(/[ ,]/)[0];
		const spans = me.working_hours[number];
		const keep = (changed) => change({ working_hours: { ...me.working_hours, [number]: changed.filter(([from, to]) => from && to) } });
		const time = (i, end) => h("input", {
			key: `${i}${end}${spans.length}/${refused}`, type: "time", value: spans[i][end], label: `${name} ${end ? "to" : "from"}`,
			onchange: ({ value }) => keep(spans.map((span, j) => (i === j ? span.with(end, value) : span))),
		});
		const next = minutesIn(spans.at(-1)?.[1] ?? "08:00") + 60;
		return h(".row", h("b", name), spans.map((_, i) => h("div", time(i, 0), "–", time(i, 1))),
			h("button", { label: `${name}: more hours`, onclick: () => keep([...spans, [clockOf(next), clockOf(next + 60)]]) }, "+"));
	}
	const number = (label, name) => field(label, { type: "number", min: 5, max: 1440, value: me[name],
		onchange: ({ value }) => change({ [name]: +value }) });
	const zones = () => [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), me.timezone])].map((zone) => [zone]);

	const row = (id, text, note, label, end) =>
		h(".row", { key: id }, h("span", text, " ", h("small", note)), label && h("button", end, label));
	async function leave(farewell) {
		await farewell;
		localStorage.clear();
		session.close();
	}
	async function changePassword(body) {
		await post("/auth/password", { body });
		say("Your new password is set.");
	}

	return () =>
		h("div", h("h1", me.username),
			card("My energy through the day", h("p", "Draw it. Hard things go where it is high."),
				h(".bars.energy", { onpointerdown: draw, onpointermove: draw }, energy.map(bar)),
				`${energy}` !== `${me.energy_by_hour}` && h("button.primary", () => change({ energy_by_hour: energy }), "Keep this line")),
			card("My hours", [1, 2, 3, 4, 5, 6, 7].map(day),
				h(".row", number("Minutes in one go", "session_minutes"), number("Minutes a day", "capacity_minutes")),
				field("Time zone", select({ onchange: ({ value }) => change({ timezone: value }) }, zones(), me.timezone))),
			card("What is mine",
				tick(me.allow_model, ({ checked }) => change({ allow_model: checked }),
					"A language model may read what I write. Without it, built-in rules answer."),
				h("button", async () => save(await raw("get", "/me/export"), "focushub.zip"), "Take all my data along")),
			card("Where I am logged in",
				devices.map(({ id, user_agent, is_current, last_used_at }) =>
					row(id, device(user_agent), is_current ? "this one" : moment(last_used_at),
						!is_current && "Log it out", () => del("/me/sessions/{id}", { id }))),
				keys.map(({ id, name }) => row(id, name, "by its address", "End it", () => del("/me/tokens/{id}", { id }))),
				h("button", () => leave(post("/auth/logout")), "Log out here")),
			h("details.card", h("summary", "Password, and leaving"),
				h("form", changePassword, secret("Password now", "current_password", "current"),
					secret("New password", "new_password", "new"), h("button", "Change it")),
				h("form", (body) => leave(del("/me", { body })), h("p", "Erasing leaves nothing. There is no way back."),
					secret("Password", "password", "current"), h("button", "Erase everything of mine"))));
}

const device = (agent) => agent.match(/Firefox|Edg|Chrome|Safari|Windows|Android|iPhone|Mac|Linux/g)?.join(", ") ?? agent;
