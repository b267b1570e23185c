/** Me: energy through the day (drawn), hours, devices, and all of one's data. */
import { card, field, h, pick, say, submit, tell } from "../dom.js";
import { del, get, patch, post, raw, session } from "../services/api.js";
import { save } from "../services/files.js";
import { dayName, moment } from "../time.js";

const LEVELS = /** @type {const} */ (["low", "medium", "high"]);
const bound = (level) => LEVELS[Math.max(0, Math.min(2, level))];

/** @param {At} at */
export async function page(at) {
	const { me } = at;
	let [devices, keys] = await Promise.all([get("/me/sessions"), get("/me/tokens")]);
	let energy = [...me.energy_by_hour];

	async function change(body) {
		tell("me", Object.assign(me, await patch("/me", { body })));
		say("Kept.");
	}
	const changer = (name, read = (target) => target.value) => ({ target }) => change({ [name]: read(target) });
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
		const spans = me.working_hours[number] ?? [];
		const [from, to] = [spans[0]?.[0], spans.at(-1)?.[1]];
		const time = (label, value, span) => h("input", { type: "time", value, label: `${name} ${label}`,
			onchange: ({ target }) => change({ working_hours: { ...me.working_hours, [number]: target.value ? [span(target.value)] : [] } }) });
		return h("li.row", h("span.name", name), time("from", from, (text) => [text, to ?? "17:00"]), "to", time("to", to, (text) => [from ?? "09:00", text]));
	}
	const number = (label, name) => field(label, { type: "number", min: 5, max: 1440, value: me[name], onchange: changer(name, (target) => +target.value) });
	const row = (id, text, note, label, end) => h("li.row.spread", { key: id }, h("span", text, " ", h("small", note)), label && h("button", end, label));
	const secret = (label, name, age) => field(label, { type: "password", name, autocomplete: `${age}-password`, required: true });

	at.view = () =>
		h("div", h("h1", me.username),
			card("My energy through the day", h("p.soft", "Draw it. Hard things go where the line is high."),
				h(".energy", { onpointerdown: draw, onpointermove: draw }, energy.map((level, hour) => h(`span.${level}`, {
					role: "slider", tabindex: 0, label: `${hour}:00`, "aria-valuemax": 2, "aria-valuenow": LEVELS.indexOf(level), "aria-valuetext": level, onkeydown: (event) => nudge(hour, event),
				}, hour % 6 ? "" : `${hour}`))),
				`${energy}` !== `${me.energy_by_hour}` && h("button.primary", () => change({ energy_by_hour: energy }), "Keep this line")),
			card("My hours", h("ul.list", [1, 2, 3, 4, 5, 6, 7].map(day)),
				h(".row", number("Minutes in one go", "session_minutes"), number("Minutes a day", "capacity_minutes")),
				pick("Time zone", "timezone", [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), me.timezone])].map((zone) => [zone]), me.timezone, changer("timezone"))),
			card("What is mine",
				h("label.tick", h("input", { type: "checkbox", checked: me.allow_model, onchange: changer("allow_model", (target) => target.checked) }), "A language model may read what I write. Without it, built-in rules answer everything."),
				h("button", async () => save(await raw("get", "/me/export"), "focushub.zip"), "Take all my data along")),
			card("Where I am logged in", h("ul.list",
				devices.map(({ id, user_agent, is_current, last_used_at }) => row(id, device(user_agent), is_current ? "this one" : moment(last_used_at), !is_current && "Log it out",
					async () => (await del("/me/sessions/{id}", { id }), (devices = devices.filter((one) => one.id !== id))))),
				keys.map(({ id, name }) => row(id, name, "by its address", "End it", async () => (await del("/me/tokens/{id}", { id }), (keys = keys.filter((one) => one.id !== id)))))),
				h("button", async () => (await post("/auth/logout"), localStorage.clear(), session.close()), "Log out here")),
			h("details.card", h("summary", "Password, and leaving"),
				h("form", async (body) => (await post("/auth/password", { body }), say("Your new password is set.")), secret("Password now", "current_password", "current"), secret("New password", "new_password", "new"), submit("Change it")),
				h("form", async (body) => (await del("/me", { body }), localStorage.clear(), session.close()), h("p.soft", "Erasing leaves nothing: no task, no card, no word. There is no way back."), secret("Password", "password", "current"), submit("Erase everything of mine"))));
}

const device = (agent) => agent.match(/Firefox|Edg|Chrome|Windows|Android|iPhone|Mac OS|Linux/g)?.reverse().join(" ") ?? agent.slice(0, 40);
