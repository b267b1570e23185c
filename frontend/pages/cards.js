/** Cards, one at a time by the keyboard, and quizzes. */
import { field, h, link } from "../dom.js";
import { get, post } from "../services/api.js";

const RATINGS = ["Again", "Hard", "Good", "Easy"];
const VERDICTS = { right: "Right. ", close: "Close. ", different: "Not quite. " };
const end = (title, words) => h("div", h("h1", title), h("p", words), link("learn", "Back to Learn", ".primary"));

/** Space shows the answer, 1 to 4 say how it went, z takes it back. @type {LatePage} */
export const review = async (at) => {
	const [, , deck] = at.args;
	let queue = await get("/reviews/due", { query: deck ? { deck } : {} });
	const done = [];
	let isShown = false;
	let since = Date.now();

	function next() {
		isShown = false;
		since = Date.now();
	}
	async function rate(rating) {
		const [card] = queue;
		const seconds = Math.min(600, (Date.now() - since) / 1000);
		await post("/cards/{id}/review", { id: card.id, body: { rating, seconds } });
		queue.shift();
		if (rating === 1) queue.splice(4, 0, card);
		done.push(card);
		next();
	}
	async function takeBack() {
		const card = done.at(-1);
		await post("/cards/{id}/undo", { id: card.id });
		done.pop();
		queue = [card, ...queue.filter((one) => one !== card)];
		next();
	}
	function onkeydown(event) {
		const { key, target, ctrlKey, metaKey, altKey } = event;
		if (target.closest("a") || ctrlKey || metaKey || altKey) return;
		if (key === "z" && done[0]) return takeBack();
		if (isShown) return /^[1-4]$/.test(key) && rate(+key);
		if (key !== " ") return;
		event.preventDefault();
		isShown = true;
	}

	return () => {
		const [card] = queue;
		if (!card)
			return done[0] ? end("That is all for now", `${done.length} seen. They come back when they are about to fade.`)
				: end("Nothing is due", "Come back whenever you like.");
		return h("div", { onkeydown, key: "review" }, h("h1", "Review"),
			h("p", `${queue.length} to go`),
			h("section.lamp.flip", { tabindex: 0, focus: 1, key: card.id + done.length, "aria-live": "polite" },
				h("p.first", card.front), isShown && [h("hr"), h("p.first", card.back), h("small", card.source_quote)]),
			h(".row",
				isShown
					? RATINGS.map((name, i) => h(i === 2 ? "button.primary" : "button", () => rate(i + 1), `${name} `, h("kbd", i + 1)))
					: h("button.primary", () => (isShown = true), "Show the answer ", h("kbd", "space")),
				done[0] && h("button", takeBack, "Back ", h("kbd", "z"))));
	};
};

/** One question after the other. @type {LatePage} */
export const quiz = async (at) => {
	const [, , id] = at.args;
	const { title, questions } = await get("/quizzes/{id}", { id });
	let attempt = await post("/quizzes/{id}/attempts", { id });
	const ids = { id, attempt_id: attempt.id };
	let answer = null;
	let place = 0;
	let order = [];

	async function give(given) {
		answer = await post("/quizzes/{id}/attempts/{attempt_id}/answers", { ...ids, body: { question_id: questions[place].id, given } });
	}
	async function next() {
		if (place === questions.length - 1) attempt = await post("/quizzes/{id}/attempts/{attempt_id}/finish", ids);
		answer = null;
		order = [];
		place++;
	}
	/** What can be pressed: a choice gives its index, an order is given once it is whole. */
	function choices({ kind, choices }) {
		if (kind === "true_false") return [["True", () => give(true)], ["False", () => give(false)]];
		if (kind === "choice") return choices.map((choice, i) => [choice, () => give(i)]);
		return choices.filter((choice) => !order.includes(choice))
			.map((choice) => [choice, () => order.push(choice) === choices.length && give(order)]);
	}
	const words = (one) => (typeof one === "number" ? questions[place].choices[one] : [one].flat().join(", "));
	const told = ({ verdict, reason, right_answer }) => [
		h("p.tip", { role: "status" }, h("b", VERDICTS[verdict]), reason, " ", verdict !== "right" && h("b", words(right_answer))),
		h("button.primary", { onclick: next, focus: 1 }, "Go on"),
	];
	const asked = (question) => [
		/fill_in|short/.test(question.kind)
			? h("form", { onsubmit: ({ given }) => give(given), key: `form${question.id}` },
				field("Your answer", { name: "given", autocomplete: "off", focus: 1 }), h("button.primary", "Answer"))
			: choices(question).map(([label, act]) => h("button", act, label)),
		h("button", () => give(null), "I do not know"),
	];

	return () => {
		const question = questions[place];
		if (!question) return end(title, `${Math.round((attempt.score ?? 0) * 100)} % of it sits. Your cards know about it.`);
		return h("div", h("h1", title), h("p", `${place + 1} of ${questions.length}`),
			h("section.lamp", { key: question.id }, h("p.first", question.prompt), h("p", order.join(" → "))),
			answer ? told(answer) : asked(question));
	};
};
