/** Learn: what is due, plans to be made and taken on, decks as files, and what stays in memory. */
import { field, h, keepDraft, say, submit } from "../dom.js";
import { get, post, raw } from "../services/api.js";
import { save, send } from "../services/files.js";
import { follow } from "../services/live.js";
import { dayName, dayOf, length, span } from "../time.js";
import { quiz, review } from "./cards.js";

/** @type {Page} */
export const page = (at) => ({ plan, quiz, review })[at.args[0]]?.(at) ?? home(at);
const count = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

async function home(at) {
	let [due, plans, decks] = [[], [], []];
	/** @type {Schemas["LearningStats"] | undefined} */
	let stats;
	let file;
	/** @type {Schemas["Transfer"] | null} */
	let found = null;
	let share = 0;

	at.refresh = async () => {
		[due, plans, decks, stats] = /** @type {any} */ (await Promise.all([get("/reviews/due"), get("/study-plans", { query: { limit: 5 } }), get("/decks"), get("/learning/stats", { query: { days: 30 } })]));
		at.paint();
	};
	async function make({ topic, text, exam_on, minutes }) {
		const { id } = await post("/learn", { prefer: "respond-async", body: { topic, text, exam_on: exam_on || null, available_minutes: +minutes || null } });
		keepDraft("topic");
		keepDraft("material");
		location.hash = `#/learn/plan/${id}`;
	}
	async function read(preview) {
		const form = new FormData();
		form.set("file", file);
		form.set("preview", preview);
		const told = await send("/decks/import", form, (part) => ((share = part), at.paint()));
		share = 0;
		found = preview ? told : null;
		if (preview) return;
		say(`${count(told.created, "new card")}. What was here before stays as it is.`);
		await at.refresh();
	}
	const ask = async (deck_id) => (location.hash = `#/learn/quiz/${(await post("/quizzes", { body: { deck_id } })).id}`);
	const take = async (id, name, as) => save(await raw("get", "/decks/{id}/export", { id, query: { as } }), `${name}.${as}`);

	at.view = () => h("div", h("h1", "Learn"),
		due[0] ? h("section.lamp", h("h2", `${count(due.length, "card")} to look at`), h("a.primary", { href: "#/learn/review" }, "Review")) : h("p.soft", "No card is due. That is a good place to be."),
		h("form.card", { onsubmit: make }, h("h2", "Make a study plan"), field("Topic", { name: "topic", required: true, maxlength: 200, draft: "topic" }),
			h("label.field", h("span", "Your material"), h("textarea", { name: "text", rows: 3, maxlength: 50000, draft: "material" }), h("small", "If you like: cards are made of it, word for word.")),
			h(".row", field("Exam on", { name: "exam_on", type: "date", min: dayOf() }), field("Minutes a day", { name: "minutes", type: "number", min: 5, max: 480 })),
			submit("Plan it", due[0] ? "" : ".primary")),
		plans[0] && h("section", h("h2", "Plans"), h("ul.list", plans.map(({ id, topic, accepted_at }) => h("li", h("a", { href: `#/learn/plan/${id}` }, topic), !accepted_at && h("small", " not decided yet"))))),
		h("section", h("h2", "Decks"), h("ul.list", decks.map(({ id, name }) => h("li.card", { key: id }, h("h3", name),
			h(".row", h("a.button", { href: `#/learn/review/${id}` }, "Review"), h("button", () => ask(id), "Quiz"),
				["apkg", "csv", "md"].map((as) => h("button", { label: `Save ${name} as ${as}`, onclick: () => take(id, name, as) }, as)))))),
			field("Cards from a file", { type: "file", accept: ".apkg,.csv", onchange: ({ target }) => (file = target.files[0]) && read(true) }, "An Anki package or a CSV. You see what is in it first."),
			share > 0 && h("progress", { value: share, label: "On its way" }),
			found && h(".card", h("h3", `${count(found.found, "card")}, ${found.created} of them new`), found.rows.slice(0, 3).map(({ front }) => h("p.soft", front)),
				h("p.soft", found.problems[0]?.detail, " ", found.notice),
				h(".row", h("button", () => read(false), "Take them in"), h("button", () => (found = null), "Leave it")))),
		stats && h("section", h("h2", "What stays"),
			h("p.soft", stats.retention.reviews ? `You recalled ${stats.retention.recalled} of ${count(stats.retention.reviews, "card")}; ${Math.round(stats.retention.reviews * (stats.retention.expected_rate ?? 0))} were to be expected.` : "After your first reviews you see here how much you recall."),
			chart("Reviews in the last 30 days", stats.days.map(({ on, reviews }) => [on, reviews])),
			chart("Cards that come in the next 30 days", stats.forecast.map(({ on, cards }) => [on, cards]))));
	at.paint();
	return at.refresh();
}

/** Bars, and the same as a table. */
function chart(title, days) {
	const most = Math.max(1, ...days.map(([, n]) => n));
	return h("figure", h("figcaption", title),
		h("svg.chart", { viewBox: `0 0 ${days.length * 10} 60`, preserveAspectRatio: "none", "aria-hidden": "true" }, days.map(([, n], i) => h("rect", { x: i * 10 + 1.5, y: 60 - (n / most) * 58, width: 7, height: (n / most) * 58 || 1, rx: 1.5 }))),
		h("details", h("summary", "The same as a table"), h("table", h("tr", h("th", "Day"), h("th", "Cards")), days.filter(([, n]) => n).map(([on, n]) => h("tr", h("td", dayName(on)), h("td", n))))));
}

async function plan(at) {
	const id = at.args[1];
	let plan = await get("/study-plans/{id}", { id });
	let progress = "";
	async function accept() {
		plan = await post("/study-plans/{id}/accept", { id, body: { revision: plan.revision } });
		say("The sessions are in your plan, the cards in a deck.", "Undo", undo);
	}
	const undo = async () => (plan = await post("/study-plans/{id}/undo", { id, body: { force: true } }));
	async function grow() {
		for await (const { event, data } of follow(plan.run_id ?? "", at.signal)) {
			progress = /answer|error/.test(event) ? "" : data.text ?? progress;
			if (event === "answer") plan = await get("/study-plans/{id}", { id });
			at.paint();
		}
	}

	at.view = () => h("div", h("h1", plan.topic), h("p.soft", { role: "status" }, progress ? h("span.growing", "A first draft. ", progress) : plan.learning_plan),
		h("ul.tasks", plan.modules.map(({ id, title, goals, minutes }) => {
			const first = plan.sessions.find((one) => one.module_id === id);
			return h("li.card", h("h2", title), h("p.soft", length(minutes), first && ` · from ${span(first.starts_at, first.ends_at)}`), h("ul", goals.map((goal) => h("li", goal))));
		})),
		plan.unscheduled.map(({ goal, why }) => h("p.soft", h("b", goal), " ", why)),
		plan.cards[0] && h("details", h("summary", count(plan.cards.length, "card")), h("ul", plan.cards.map(({ front, back }) => h("li", front, " ", h("b", back))))),
		h(".actions", plan.accepted_at
			? [h("a.primary", { href: "#/learn/review" }, "Review the cards"), h("a.button", { href: "#/plan" }, "See the week"), h("button", undo, "Take it back")]
			: h("button.primary", accept, "Take it on")));
	if (!plan.accepted_at && plan.run_id) grow();
}
