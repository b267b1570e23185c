/** Me: energy through the day (drawn), hours, devices, and all of one's data. */
import { field, h, pick, say, submit, tell } from "../dom.js";
import { del, get, patch, post, raw, session } from "../services/api.js";
import { save } from "../services/files.js";
import { dayName, moment } from "../time.js";

const LEVELS = /** @type {const} */ (["low", "medium", "high"]);
const bound = (level) => LEVELS[Math.max(0, Math.min(2, level))];

/** @type {import("../page.js").Page} */
export async function page(at) {
	let [devices, keys] = await Promise.all([get("/me/sessions"), get("/me/tokens")]);
	let energy = [...at.me.energy_by_hour];

	async function change(body) {
		tell("me", await patch("/me", { body }));
		say("Kept.");
	}
	/** The bar under the pointer becomes as high as the pointer is. */
	function draw({ currentTarget, buttons, clientX, clientY }) {
		const bar = document.elementFromPoint(clientX, clientY);
		const hour = [...currentTarget.children].indexOf(bar);
		if (!buttons || !bar || hour < 0) return;
		const { top, height } = bar.getBoundingClientRect();
		energy[hour] = bound(2 - Math.floor(((clientY - top) / height) * 3));
	}
	function nudge(hour, event) {
		const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
		if (!by) return;
		event.preventDefault();
		energy[hour] = bound(LEVELS.indexOf(energy[hour]) + by);
	}
	function day(number) {
		const name = dayName(`2024-01-0${number}`, "long").split(/[ ,]/)[0];
		const spans = at.me.working_hours[number] ?? [];
		const keep = (spans) => change({ working_hours: { ...at.me.working_hours, [number]: spans } });
		const time = (i, label) => h("input", { type: "time", value: i ? spans.at(-1)?.[1] : spans[0]?.[0], "aria-label": `${name} ${label}`,
			onchange: ({ target: { value } }) => keep(value ? (i ? [[spans[0]?.[0] ?? "09:00", value]] : [[value, spans.at(-1)?.[1] ?? "17:00"]]) : []) });
		return h("li.row", h("span.name", name), time(0, "from"), "to", time(1, "to"));
	}
	const number = (label, name, help) => field(label, { type: "number", min: 5, max: 1440, value: at.me[name], onchange: ({ target }) => change({ [name]: +target.value }) }, help);
	const chosen = (label, name, options) => pick(label, name, options, at.me[name], ({ target }) => change({ [name]: target.value }));
	const row = (id, text, note, label, end) => h("li.row.spread", { "data-key": id }, h("span", text, " ", h("small", note)), label && h("button", end, label));

	at.view = () => {
		const { me } = at;
		return h("div", h("h1", me.username),
			h("section.card", h("h2", "My energy through the day"), h("p.soft", "Draw it. Hard things go where the line is high."),
				h(".energy", { onpointerdown: draw, onpointermove: draw }, energy.map((level, hour) => h(`span.${level}`, {
					role: "slider", tabindex: 0, "aria-label": `${hour}:00`, "aria-valuemin": 1, "aria-valuemax": 3, "aria-valuenow": LEVELS.indexOf(level) + 1, "aria-valuetext": level, onkeydown: (event) => nudge(hour, event),
				}, hour % 6 ? "" : `${hour}:00`))),
				`${energy}` !== `${me.energy_by_hour}` && h("button.primary", () => change({ energy_by_hour: energy }), "Keep this line")),
			h("section.card", h("h2", "My hours"), h("ul.list", [1, 2, 3, 4, 5, 6, 7].map(day)),
				h(".row", number("Minutes in one go", "session_minutes"), number("Minutes a day", "capacity_minutes")),
				h(".row", chosen("Time zone", "timezone", [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), me.timezone])].map((zone) => [zone])), chosen("Dates", "date_order", [["dmy", "day first"], ["mdy", "month first"]]))),
			h("section.card", h("h2", "What is mine"),
				h("label.tick", h("input", { type: "checkbox", checked: me.allow_model, onchange: ({ target }) => change({ allow_model: target.checked }) }), "A language model may read what I write. Without it, built-in rules answer everything."),
				h("button", async () => save(await raw("get", "/me/export"), "focushub.zip"), "Take all my data along")),
			h("section.card", h("h2", "Where I am logged in"), h("ul.list",
				devices.map(({ id, user_agent, is_current, last_used_at }) => row(id, device(user_agent), is_current ? "this one" : moment(last_used_at), !is_current && "Log it out",
					async () => (await del("/me/sessions/{id}", { id }), (devices = devices.filter((one) => one.id !== id))))),
				keys.map(({ id, name }) => row(id, name, "by its address", "End it", async () => (await del("/me/tokens/{id}", { id }), (keys = keys.filter((one) => one.id !== id)))))),
				h("button", async () => (await post("/auth/logout"), session.close()), "Log out here")),
			h("details.card", h("summary", "Password, and leaving"),
				h("form", async (body) => (await post("/auth/password", { body }), say("Your new password is set.")),
					field("Password now", { type: "password", name: "current_password", autocomplete: "current-password", required: true }),
					field("New password", { type: "password", name: "new_password", autocomplete: "new-password", required: true }), submit("Change it")),
				h("form", async (body) => (await del("/me", { body }), session.close()), h("p.soft", "Erasing leaves nothing: no task, no card, no word. There is no way back."),
					field("Password", { type: "password", name: "password", autocomplete: "off", required: true }), submit("Erase everything of mine"))));
	};
}

/** `Firefox, Linux` */
const device = (agent) => [/Firefox|Edg|Chrome|Safari/, /Windows|Android|iPhone|Mac OS|Linux/].map((known) => known.exec(agent)?.[0]).filter(Boolean).join(", ") || agent.slice(0, 40) || "A device";
