/** Learn: what is due, plans, decks as files, and what stays in memory. */
import { count, field, h, keepDraft, link, say } from "../dom.js";
import { AT_ONCE, get, post, raw, save } from "../services/api.js";
import { growing } from "../services/live.js";
import { dayName, dayOf, length, span } from "../time.js";
import { quiz, review } from "./cards.js";

/** @type {Page} */
export const page = (at) => ({ plan, quiz, review })[at.args[1]]?.(at) ?? home(at);

/** @type {Page} */
function home(at) {
	let due = [], plans = [], decks = [];
	/** @type {Schemas["LearningStats"] | undefined} */
	let stats;
	/** A file of cards, and what is in it. */
	let file;
	/** @type {Schemas["Transfer"] | null} */
	let found = null;
	let isMoving = false;

	at.load = async () => {
		[due, plans, decks, stats] = await Promise.all([get("/reviews/due"),
			get("/study-plans", { query: { limit: 5 } }), get("/decks"),
				get("/learning/stats", { query: { days: 30 } })]);
	};
	async function make({ topic, text, exam_on, minutes }) {
		const { id } = await post("/learn", { headers: AT_ONCE,
			body: { topic, text, exam_on: exam_on || null, available_minutes: +minutes || null } });
		keepDraft("topic");
		keepDraft("material");
		location.hash = `#/learn/plan/${id}`;
	}
	async function quizOf(deck_id) {
		const { id } = await post("/quizzes", { body: { deck_id } });
		location.hash = `#/learn/quiz/${id}`;
	}
	/** Shows that a file is on its way. */
	async function move(work) {
		isMoving = true;
		at.paint();
		return work.finally(() => (isMoving = false));
	}
	const take = async ({ id, name }, as) => save(await move(raw("get", "/decks/{id}/export", { id, query: { as } })), `${name}.${as}`);
	async function read(preview) {
		const body = new FormData();
		body.set("file", file);
		body.set("preview", preview);
		const told = await move(post("/decks/import", { body }));
		found = preview ? told : null;
		if (!preview) say(`${count(told.created, "new card")}. What was here before stays as it is.`);
	}

	const planning = () =>
		h("form.card", { onsubmit: make }, h("h2", "Make a study plan"),
			field("Topic", { name: "topic", maxlength: 200, draft: "topic" }),
			field("Your material", { name: "text", rows: 3, maxlength: 50000, draft: "material", required: false },
				"If you like: cards are made of it, word for word."),
			h(".row",
				field("Exam on", { name: "exam_on", type: "date", min: dayOf(), required: false }),
				field("Minutes a day", { name: "minutes", type: "number", min: 5, max: 480, required: false })),
			h(due[0] ? "button" : "button.primary", "Plan it"));
	const deck = (one) =>
		h(".card", { key: one.id }, h("h3", one.name),
			h(".row", link(`learn/review/${one.id}`, "Review", ".button"), h("button", () => quizOf(one.id), "Quiz"),
				[["apkg", "Anki"], ["csv", "CSV"], ["md", "Text"]]
					.map(([as, name]) => h("button", { label: `Save ${one.name} as ${name}`, onclick: () => take(one, as) }, name))));
	/** @param {Schemas["Transfer"]} told */
	const preview = ({ found: all, created, rows, problems, notice }) =>
		h(".card", h("h3", `${count(all, "card")}, ${created} of them new`),
			rows.slice(0, 3).map(({ front }) => h("p", front)),
			h("p", problems[0]?.detail, " ", notice),
			h(".row", h("button", () => read(false), "Take them in"), h("button", () => (found = null), "Leave it")));
	/** @param {Schemas["LearningStats"]} stats */
	const memory = ({ retention: { reviews, recalled, expected_rate }, days, forecast }) =>
		h("section", h("h2", "What stays"),
			h("p", reviews
				? `You recalled ${recalled} of ${count(reviews, "card")}; ${Math.round(reviews * (expected_rate ?? 0))} were expected.`
				: "After your first reviews you see how much you recall."),
			chart("Reviews in the last 30 days", days.map(({ on, reviews }) => [on, reviews])),
			chart("Cards that come in the next 30 days", forecast.map(({ on, cards }) => [on, cards])));

	return () =>
		h("div", h("h1", "Learn"),
			due[0] ? h("section.lamp", h("h2", `${count(due.length, "card")} to look at`), link("learn/review", "Review", ".primary"))
				: h("p", "No card is due. That is a good place to be."),
			planning(),
			plans[0] && h("section", h("h2", "Plans"),
				plans.map(({ id, topic, accepted_at }) => h("p", link(`learn/plan/${id}`, topic), !accepted_at && " not decided yet"))),
			h("section", h("h2", "Decks"), decks.map(deck),
				field("Cards from a file", { type: "file", accept: ".apkg,.csv", onchange: ({ files }) => (file = files[0]) && read(true) },
					"Anki or CSV. You see what is in it first."),
				isMoving && h("progress", { label: "On its way" }),
				found && preview(found)),
			stats && memory(stats));
}

/** Bars, and the same as a table. */
function chart(title, days) {
	const most = Math.max(1, ...days.map(([, n]) => n));
	return days.some(([, n]) => n) && h("figure", h("figcaption", title),
		h(".bars", { "aria-hidden": "true" }, days.map(([, n]) => h("span", { style: `--level: ${(n / most) * 100}%` }))),
		h("details", h("summary", "The same as a table"),
			h("table", h("tr", h("th", "Day"), h("th", "Cards")),
				days.filter(([, n]) => n).map(([on, n]) => h("tr", h("td", dayName(on)), h("td", n))))));
}

/** @type {Page} */
function plan(at) {
	const [, , id] = at.args;
	const status = growing(at);
	/** @type {Schemas["StudyPlan"]} */
	let plan;
	at.load = async () => {
		plan = await get("/study-plans/{id}", { id });
	};
	async function accept() {
		plan = await post("/study-plans/{id}/accept", { id, body: { revision: plan.revision } });
	}
	const undo = () => post("/study-plans/{id}/undo", { id, body: { force: true } });

	const part = ({ id, title, goals, minutes }) => {
		const first = plan.sessions.find((one) => one.module_id === id);
		return h("section.card", h("h2", title), h("p", length(minutes), first && ` · from ${span(first)}`),
			h("ul", goals.map((goal) => h("li", goal))));
	};
	return () => plan &&
		h("div", h("h1", plan.topic), status(plan, plan.learning_plan),
			h(".row", plan.accepted_at
				? [link("learn/review", "Review the cards", ".primary"), link("plan", "See the week", ".button"), h("button", undo, "Take it back")]
				: h("button.primary", accept, "Take it on")),
			plan.modules.map(part),
			plan.unscheduled.map(({ goal, why }) => h("p", h("b", goal), " ", why)),
			plan.cards[0] && h("details", h("summary", count(plan.cards.length, "card")),
				h("ul", plan.cards.map(({ front, back }) => h("li", front, " ", h("b", back))))));
}
