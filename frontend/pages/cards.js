/** Cards, one at a time by the keyboard, and quizzes. */
import { h } from "../dom.js";
import { get, post } from "../services/api.js";

const RATINGS = ["Again", "Hard", "Good", "Easy"];

/** Space shows the answer, 1 to 4 say how it went, z takes it back. */
export async function review(at) {
  const deck = at.args[1];
  const queue = await get("/reviews/due", { query: deck ? { deck } : {} });
  const done = [];
  let isShown = false;
  let since = Date.now();
  let notice = "";

  function next() {
    isShown = false;
    since = Date.now();
  }
  async function rate(rating) {
    const card = queue[0];
    if (!card || !isShown) return;
    const seen = await post("/cards/{id}/review", { id: card.id, body: { rating, seconds: Math.min(600, (Date.now() - since) / 1000) } });
    queue.shift();
    if (rating === 1) queue.splice(Math.min(4, queue.length), 0, card);
    done.push(card);
    notice = seen.notice ?? "";
    next();
  }
  async function back() {
    const card = done.at(-1);
    if (!card) return;
    await post("/cards/{id}/undo", { id: card.id });
    done.pop();
    if (queue.includes(card)) queue.splice(queue.indexOf(card), 1);
    queue.unshift(card);
    next();
  }
  function onkeydown(event) {
    const { key, target } = event;
    if (target.closest("input, a") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === " " && !isShown) event.preventDefault(), (isShown = true);
    else if (key >= "1" && key <= "4") return rate(+key);
    else if (key === "z") return back();
  }

  at.view = () => {
    const card = queue[0];
    if (!card)
      return h("div", h("h1", done[0] ? "That is all for now" : "Nothing is due"), h("p.soft", done[0] ? `${done.length} seen. They come back when they are about to fade.` : "Come back whenever you like."),
        h(".actions", h("a.primary", { href: "#/learn" }, "Back to Learn"), done[0] && h("button", back, "Take the last one back")));
    return h("div", { onkeydown, "data-key": "review" }, h("h1", "Review"), h("p.soft", `${queue.length} to go`, notice && ` · ${notice}`),
      h("section.lamp.flip", { tabindex: 0, "data-focus": 1, "data-key": card.id + done.length, "aria-live": "polite" }, h("p.first", card.front),
        isShown && [h("hr"), h("p.first", card.back), card.source_quote && h("small", `“${card.source_quote}”`)]),
      h(".actions", isShown ? RATINGS.map((name, i) => h(i === 2 ? "button.primary" : "button", () => rate(i + 1), `${name} `, h("kbd", i + 1)))
        : h("button.primary", () => (isShown = true), "Show the answer ", h("kbd", "space")), done[0] && h("button", back, "Back ", h("kbd", "z"))));
  };
}

/** One question after the other, each with the reason of its grade. */
export async function quiz(at) {
  const id = at.args[1];
  const { title, questions } = await get("/quizzes/{id}", { id });
  let attempt = await post("/quizzes/{id}/attempts", { id });
  let answer = null;
  let place = 0;
  let order = [];

  async function give(given) {
    const body = { question_id: questions[place].id, given };
    answer = await post("/quizzes/{id}/attempts/{attempt_id}/answers", { id, attempt_id: attempt.id, body });
  }
  async function next() {
    if (place === questions.length - 1) attempt = await post("/quizzes/{id}/attempts/{attempt_id}/finish", { id, attempt_id: attempt.id });
    answer = null;
    order = [];
    place++;
  }
  function choices({ kind, choices }) {
    if (kind === "true_false") return [["True", true], ["False", false]];
    if (kind === "choice") return choices.map((choice, i) => [choice, i]);
    return kind === "ordering" ? choices.filter((choice) => !order.includes(choice)).map((choice) => [choice, choice]) : [];
  }
  const press = (kind, value) => (kind !== "ordering" ? give(value) : order.push(value) === questions[place].choices.length && give(order));
  const right = (one) => (typeof one === "number" ? questions[place].choices[one] : Array.isArray(one) ? one.join(", ") : String(one));

  at.view = () => {
    const question = questions[place];
    if (!question) return h("div", h("h1", title), h("p.first", `${Math.round((attempt.score ?? 0) * 100)} % of it sits.`), h("p.soft", "Your cards know about it."), h("a.primary", { href: "#/learn" }, "Back to Learn"));
    const { kind, prompt } = question;
    return h("div", h("h1", title), h("p.soft", `${place + 1} of ${questions.length}`), h("section.lamp", { "data-key": question.id }, h("p.first", prompt), order[0] && h("p", order.join(" → "))),
      answer ? h("section", { "aria-live": "polite" }, h("p.tip", h("b", { right: "Right. ", close: "Close. ", different: "Not quite. " }[answer.verdict]), answer.reason, " ", answer.verdict !== "right" && h("b", right(answer.right_answer))),
        h("button.primary", { onclick: next, "data-focus": 1 }, "Go on"))
        : /fill_in|short/.test(kind) ? h("form", { onsubmit: ({ given }) => give(given), "data-key": `form${question.id}` }, h("label.field", h("span", "Your answer"), h("input", { name: "given", autocomplete: "off", "data-focus": 1, required: true })), h("button.primary", { type: "submit" }, "Answer"))
          : h(".stack", choices(question).map(([label, value]) => h("button", () => press(kind, value), label))),
      !answer && h("button", () => give(null), "I do not know"));
  };
}
