/** Cards, one at a time by the keyboard, and quizzes. */
import { h, submit } from "../dom.js";
import { get, post } from "../services/api.js";

const RATINGS = ["Again", "Hard", "Good", "Easy"];
const VERDICTS = { right: "Right. ", close: "Close. ", different: "Not quite. " };
const back = () => h("a.primary", { href: "#/learn" }, "Back to Learn");

/** Space shows the answer, 1 to 4 say how it went, z takes it back. */
export async function review(at) {
	const [, deck] = at.args;
	const queue = await get("/reviews/due", { query: deck ? { deck } : {} });
	const done = [];
	let isShown = false;
	let since = Date.now();
	let notice;

	function next() {
		isShown = false;
		since = Date.now();
	}
	async function rate(rating) {
		const [card] = queue;
		if (!isShown) return;
		({ notice } = await post("/cards/{id}/review", { id: card.id, body: { rating, seconds: Math.min(600, (Date.now() - since) / 1000) } }));
		queue.shift();
		if (rating === 1) queue.splice(4, 0, card);
		done.push(card);
		next();
	}
	async function takeBack() {
		const card = done.at(-1);
		if (!card) return;
		await post("/cards/{id}/undo", { id: card.id });
		done.pop();
		if (queue.includes(card)) queue.splice(queue.indexOf(card), 1);
		queue.unshift(card);
		next();
	}
	function onkeydown(event) {
		const { key, target, ctrlKey, metaKey, altKey } = event;
		if (target.closest("a") || ctrlKey || metaKey || altKey) return;
		if (key === " " && !isShown) {
			event.preventDefault();
			isShown = true;
		}
		return key === "z" ? takeBack() : /^[1-4]$/.test(key) && rate(+key);
	}

	at.view = () => {
		const [card] = queue;
		if (!card) return h("div", h("h1", done[0] ? "That is all for now" : "Nothing is due"), h("p.soft", done[0] ? `${done.length} seen. They come back when they are about to fade.` : "Come back whenever you like."), back());
		return h("div", { onkeydown, key: "review" }, h("h1", "Review"), h("p.soft", `${queue.length} to go`, notice && ` · ${notice}`),
			h("section.lamp.flip", { tabindex: 0, focus: 1, key: card.id + done.length, "aria-live": "polite" }, h("p.first", card.front), isShown && [h("hr"), h("p.first", card.back), h("small", card.source_quote)]),
			h(".actions", isShown ? RATINGS.map((name, i) => h(i === 2 ? "button.primary" : "button", () => rate(i + 1), `${name} `, h("kbd", i + 1))) : h("button.primary", () => (isShown = true), "Show the answer ", h("kbd", "space")),
				done[0] && h("button", takeBack, "Back ", h("kbd", "z"))));
	};
}

/** One question after the other. */
export async function quiz(at) {
	const id = at.args[1];
	const { title, questions } = await get("/quizzes/{id}", { id });
	let attempt = await post("/quizzes/{id}/attempts", { id });
	let answer = null;
	let place = 0;
	let order = [];

	const give = async (given) => (answer = await post("/quizzes/{id}/attempts/{attempt_id}/answers", { id, attempt_id: attempt.id, body: { question_id: questions[place].id, given } }));
	async function next() {
		if (place === questions.length - 1) attempt = await post("/quizzes/{id}/attempts/{attempt_id}/finish", { id, attempt_id: attempt.id });
		answer = null;
		order = [];
		place++;
	}
	/** What can be pressed: a choice gives its index, an order is given once it is whole. */
	const choices = ({ kind, choices }) =>
		kind === "true_false" ? [["True", () => give(true)], ["False", () => give(false)]]
			: kind === "choice" ? choices.map((choice, i) => [choice, () => give(i)])
				: choices.filter((choice) => !order.includes(choice)).map((choice) => [choice, () => order.push(choice) === choices.length && give(order)]);
	const words = (one) => (typeof one === "number" ? questions[place].choices[one] : [one].flat().join(", "));

	at.view = () => {
		const question = questions[place];
		if (!question) return h("div", h("h1", title), h("p.first", `${Math.round((attempt.score ?? 0) * 100)} % of it sits.`), h("p.soft", "Your cards know about it."), back());
		const isWritten = /fill_in|short/.test(question.kind);
		return h("div", h("h1", title), h("p.soft", `${place + 1} of ${questions.length}`), h("section.lamp", { key: question.id }, h("p.first", question.prompt), h("p", order.join(" → "))),
			answer ? [h("p.tip", { role: "status" }, h("b", VERDICTS[answer.verdict]), answer.reason, " ", answer.verdict !== "right" && h("b", words(answer.right_answer))), h("button.primary", { onclick: next, focus: 1 }, "Go on")]
				: [isWritten ? h("form", { onsubmit: ({ given }) => give(given), key: `form${question.id}` }, h("label.field", h("span", "Your answer"), h("input", { name: "given", autocomplete: "off", focus: 1, required: true })), submit("Answer", ".primary"))
					: h(".stack", choices(question).map(([label, act]) => h("button", act, label))), h("button", () => give(null), "I do not know")]);
	};
}
