/**
 * Learn: what is due, plans to be made and taken on, decks as files, and what stays in memory.
 *
 * @import { Schemas } from "../services/operations.js"
 */
import { field, h, keepDraft, say } from "../dom.js";
import { get, post, raw } from "../services/api.js";
import { save, send } from "../services/files.js";
import { follow } from "../services/live.js";
import { dayName, dayOf, length, span } from "../time.js";
import { quiz, review } from "./cards.js";

/** @type {import("../page.js").Page} */
export const page = (at) => ({ plan, quiz, review })[at.args[0] ?? ""]?.(at) ?? home(at);

const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

async function home(at) {
  let [due, plans, decks, stats] = [[], [], [], /** @type {Schemas["LearningStats"] | null} */ (null)];
  /** The file that was read, and what is in it. */
  let file = null;
  let found = null;
  let share = 0;

  at.refresh = async () => {
    [due, plans, decks, stats] = /** @type {any} */ (await Promise.all([get("/reviews/due"), get("/study-plans", { query: { limit: 5 } }), get("/decks"), get("/learning/stats", { query: { days: 30 } })]));
    at.paint();
  };
  async function make({ topic, text, exam_on, minutes }) {
    const { id } = await post("/learn", { prefer: "respond-async", body: { topic, text, ...(exam_on && { exam_on }), ...(minutes && { available_minutes: +minutes }) } });
    keepDraft("topic");
    keepDraft("material");
    location.hash = `#/learn/plan/${id}`;
  }
  async function read(isPreview) {
    const form = new FormData();
    form.set("file", file);
    form.set("preview", String(isPreview));
    found = await send("/decks/import", form, (part) => ((share = part), at.paint()));
    share = 0;
    if (isPreview) return;
    say(`${count(found.created, "new card")}. ${count(found.known, "card")} were here and stay as they are.`);
    found = file = null;
    await at.refresh();
  }
  async function ask(deck_id) {
    const { id } = await post("/quizzes", { body: { deck_id } });
    location.hash = `#/learn/quiz/${id}`;
  }

  at.view = () => h("div", h("h1", "Learn"),
    due[0] ? h("section.lamp", h("h2", `${count(due.length, "card")} would like to be seen`), h("p", h("a.primary", { href: "#/learn/review" }, "Review")))
      : h("p.soft", "No card is due. That is a good place to be."),
    h("form.card", { onsubmit: make }, h("h2", "Make a study plan"),
      field("Topic", { name: "topic", required: true, maxlength: 200, draft: "topic" }),
      h("label.field", h("span", "Your material"), h("textarea", { name: "text", rows: 3, maxlength: 50000, draft: "material" }), h("small", "If you like: cards are made of it, word for word.")),
      h(".row", field("Exam on", { name: "exam_on", type: "date", min: dayOf() }), field("Minutes a day", { name: "minutes", type: "number", min: 5, max: 480 })),
      h(due[0] ? "button" : "button.primary", { type: "submit" }, "Plan it")),
    plans[0] && h("section", h("h2", "Plans"), h("ul.list", plans.map(({ id, topic, accepted_at }) => h("li", h("a", { href: `#/learn/plan/${id}` }, topic), !accepted_at && h("small", " not decided yet"))))),
    h("section", h("h2", "Decks"), h("ul.list", decks.map(({ id, name }) => h("li.card", { "data-key": id }, h("h3", name),
      h(".row", h("a.button", { href: `#/learn/review/${id}` }, "Review"), h("button", () => ask(id), "Quiz"),
        ["apkg", "csv", "md"].map((as) => h("button", { "aria-label": `Save ${name} as ${as}`, onclick: async () => save(await raw("get", "/decks/{id}/export", { id, query: { as: /** @type {"csv"} */ (as) } }), `${name}.${as}`) }, as)))))),
      field("Cards from a file", { type: "file", accept: ".apkg,.csv", onchange: ({ target }) => ((file = target.files[0]), file && read(true)) }, "An Anki package or a CSV. You see what is in it first."),
      share > 0 && h("progress", { value: share, "aria-label": "On its way" }),
      found && h(".card", h("h3", `${count(found.found, "card")}, ${found.created} of them new`), found.rows.slice(0, 3).map((row) => h("p.soft", row.front)),
        found.problems.slice(0, 3).map((one) => h("p.soft", `Line ${one.line}: ${one.detail}`)), h("p.soft", found.notice),
        h(".row", h("button", () => read(false), "Take them in"), h("button", () => (found = file = null), "Leave it")))),
    stats && h("section", h("h2", "What stays"),
      h("p.soft", stats.retention.rate === null ? "After your first reviews you see here how much you recall." : `You recalled ${Math.round(stats.retention.rate * 100)} % of ${count(stats.retention.reviews, "card")}. ${Math.round((stats.retention.expected_rate ?? 0) * 100)} % was to be expected.`),
      chart("Reviews in the last 30 days", stats.days.map(({ on, reviews }) => [on, reviews])),
      chart("Cards that come in the next 30 days", stats.forecast.map(({ on, cards }) => [on, cards]))));
  at.paint();
  return at.refresh();
}

/** Bars, and the same as a table. */
function chart(title, days) {
  const most = Math.max(1, ...days.map(([, n]) => n));
  return h("figure", h("figcaption", title),
    h("svg.chart", { viewBox: `0 0 ${days.length * 10} 60`, preserveAspectRatio: "none", "aria-hidden": "true" },
      days.map(([, n], i) => h("rect", { x: i * 10 + 1.5, y: 60 - (n / most) * 58, width: 7, height: (n / most) * 58 || 1, rx: 1.5 }))),
    h("details", h("summary", "The same as a table"), h("table", h("thead", h("tr", h("th", "Day"), h("th", "Cards"))),
      h("tbody", days.filter(([, n]) => n).map(([on, n]) => h("tr", h("td", dayName(on)), h("td", n)))))));
}

async function plan(at) {
  const id = at.args[1];
  let plan = await get("/study-plans/{id}", { id });
  let isGrowing = false;

  const accept = async () => {
    plan = await post("/study-plans/{id}/accept", { id, body: { revision: plan.revision } });
    say("The sessions are in your plan, the cards in a deck.", "Undo", undo);
  };
  const undo = async () => (plan = await post("/study-plans/{id}/undo", { id, body: { force: true } }));
  async function grow() {
    isGrowing = true;
    for await (const { event } of follow(plan.run_id ?? "", at.signal)) if (event === "answer") plan = await get("/study-plans/{id}", { id });
    isGrowing = false;
    at.paint();
  }

  at.view = () => h("div", h("h1", plan.topic), h("p.soft", { role: "status" }, isGrowing ? h("span.growing", "A first draft. A fuller plan is growing over it …") : plan.learning_plan),
    h("ul.tasks", plan.modules.map((module) => {
      const first = plan.sessions.find((one) => one.module_id === module.id);
      return h("li.card", h("h2", module.title), h("p.soft", [length(module.minutes), first && `from ${span(first.starts_at, first.ends_at)}`].filter(Boolean).join(" · ")),
        module.goals[0] && h("ul", module.goals.map((goal) => h("li", goal))));
    })),
    plan.unscheduled.map(({ goal, why }) => h("p.soft", h("b", goal), " ", why)),
    plan.cards[0] && h("details", h("summary", count(plan.cards.length, "card")), h("ul", plan.cards.map(({ front, back }) => h("li", front, " ", h("b", back))))),
    h(".actions", plan.accepted_at
      ? [h("a.primary", { href: "#/learn/review" }, "Review the cards"), h("a.button", { href: "#/plan" }, "See the week"), h("button", undo, "Take it back")]
      : h("button.primary", accept, "Take it on")));

  const run = !plan.accepted_at && plan.run_id && (await get("/runs/{id}", { id: plan.run_id }));
  if (run && /queued|running/.test(run.state)) grow();
}
