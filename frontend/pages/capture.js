/**
 * Capture: a dump becomes a proposal at once, and a model's answer grows over it. Each piece that was
 * understood is a chip to correct or to leave out; nothing is booked before it is accepted.
 *
 * @import { At } from "../page.js"
 * @import { Schemas } from "../services/operations.js"
 * @typedef {Schemas["PatchedTaskRequest"]} Change
 * @typedef {Schemas["ProposedTask"] & Change} Task
 */
import { draft, h, keepDraft, pick, say } from "../dom.js";
import { Problem, del, get, patch, post } from "../services/api.js";
import { follow } from "../services/live.js";
import { clock, dayName, dayOf, fromLocal, length, moment, toLocal } from "../time.js";

/** @type {import("../page.js").Page} */
export const page = (at) => (at.args[0] ? proposal(at, at.args[0]) : box(at));

export const ENERGY = /** @type {[string, string][]} */ (["low", "medium", "high"].map((name) => [name, name]));

/** @param {At} at */
function box(at) {
  /** @type {Schemas["PlanListItem"][]} */
  let open = [];
  /** @param {any} fields */
  async function send({ text, energy, minutes }) {
    const body = { text, ...(energy && { energy }), ...(minutes && { available_minutes: Number(minutes) }) };
    const { id } = await post("/organize", { prefer: "respond-async", body });
    keepDraft(`text.${id}`, text);
    keepDraft("capture");
    location.hash = `#/capture/${id}`;
  }
  at.view = () =>
    h("form", {
      onsubmit: send,
      onkeydown: (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.currentTarget.requestSubmit(),
    },
      h("h1", { tabindex: -1 }, "What is on your mind?"),
      h("label.field", null,
        h("span.soft", null, "All of it, in any order. Dates and minutes are read from your words."),
        h("textarea.dump", { name: "text", rows: 7, maxlength: 20000, required: true, draft: "capture",
          placeholder: "taxes by Friday 5pm, clean the kitchen (30 min), gym every Tue and Thu, maybe call mum" })),
      h("div.row", null, pick("My energy", "energy", [["", "any"], ...ENERGY]),
        pick("Time I have", "minutes", [["", "any"], ...[15, 30, 60, 120, 240].map((n) => /** @type {[number, string]} */ ([n, length(n)]))])),
      h("button.primary", { type: "submit" }, "Make sense of it"),
      open.length > 0 && h("section", null, h("h2", null, "Not decided yet"),
        h("ul.list", null, open.map(({ id, summary }) => h("li", null, h("a", { href: `#/capture/${id}` }, summary))))));
  at.refresh = async () => {
    open = (await get("/plans", { query: { limit: 20 } })).filter((plan) => !plan.accepted_at).slice(0, 3);
    at.paint();
  };
  at.paint();
  return at.refresh();
}

/** @param {At} at @param {string} id */
async function proposal(at, id) {
  const path = { id };
  let plan = await get("/plans/{id}", { path });
  const text = draft(`text.${id}`);
  /** What was unticked. @type {Set<string>} */
  const without = new Set();
  /** @type {Map<string, Change>} */
  const changes = new Map();
  /** The chip that is being corrected. */
  let editing = "";
  let isGrowing = false;
  let isWaiting = false;

  /** @param {string} task @param {Change} change */
  function change(task, change) {
    changes.set(task, { ...changes.get(task), ...change });
    editing = "";
    at.paint();
  }

  async function accept() {
    const ids = plan.tasks.map((task) => task.id).filter((task) => !without.has(task));
    if (!ids.length) throw new Problem(400, { detail: "Tick at least one, and it becomes yours." });
    plan = await post("/plans/{id}/accept", { path, body: { item_ids: ids, revision: plan.revision } });
    for (const id of ids) if (changes.has(id)) await patch("/tasks/{id}", { path: { id }, body: changes.get(id) ?? {} });
    at.paint();
    say(ids.length === 1 ? "It is in your plan." : `${ids.length} tasks are in your plan.`, "Undo", undo);
  }

  async function undo() {
    // What was corrected on the way in would count as changed since.
    for (const id of plan.accepted_task_ids) if (changes.has(id)) await del("/tasks/{id}", { path: { id } });
    plan = await post("/plans/{id}/undo", { path, body: {} });
    at.paint();
    say("Taken back. Nothing is booked.");
  }

  async function backToText() {
    await del("/plans/{id}", { path });
    keepDraft("capture", text);
    keepDraft(`text.${id}`);
    location.hash = "#/capture";
  }

  async function grow() {
    isGrowing = true;
    at.paint();
    await follow(/** @type {string} */ (plan.run_id), at.signal);
    isGrowing = false;
    // Never under the hands of somebody who is deciding.
    if (without.size || changes.size || editing) isWaiting = true;
    else await newest();
    at.paint();
  }

  async function newest() {
    plan = await get("/plans/{id}", { path });
    without.clear();
    changes.clear();
    isWaiting = false;
    at.paint();
  }

  at.view = () => {
    const isDone = !!plan.accepted_at;
    const count = plan.tasks.length - without.size;
    const left = plan.leftover.map(({ start, end }) => [...text].slice(start, end).join("").trim()).filter(Boolean);
    return h("div", null,
      h("h1", { tabindex: -1 }, isDone ? "This is in your plan" : "This is what I understood"),
      h("p.soft", { role: "status" }, isGrowing ? h("span.growing", null, "A first draft. A fuller answer is growing over it …") : plan.summary),
      isWaiting && h("p.tip", null, "A fuller answer is here. ", h("button", { onclick: newest }, "Show it")),
      h("section.lamp", null, h("h2", null, "Start here"),
        h("p.first", null, plan.first_step.text), h("p.soft", null, length(plan.first_step.minutes))),
      h("ul.tasks", null, plan.tasks.map((task) => item(/** @type {Task} */ ({ ...task, ...changes.get(task.id) }), isDone))),
      left.length > 0 && h("p.soft", null, "Left as it is: ", left.map((piece) => h("q", null, piece))),
      plan.suggestions.map((line) => h("p.soft", null, line)),
      h("div.actions", null, isDone
        ? [h("a.primary", { href: "#/now" }, "Begin"), h("a.button", { href: "#/plan" }, "See the day"), h("button", { onclick: undo }, "Take it back")]
        : [plan.tasks.length > 0 && h("button.primary", { onclick: accept }, without.size ? `Take on ${count} of ${plan.tasks.length}` : "Take it all on"),
          h("button", { onclick: backToText }, "Back to the text")]));
  };

  /** @param {Task} task @param {boolean} isDone */
  function item(task, isDone) {
    const isIn = isDone ? plan.accepted_task_ids.includes(task.id) : !without.has(task.id);
    const block = isIn && !changes.has(task.id) && plan.schedule.find((one) => one.task_id === task.id);
    const tick = () => (without.delete(task.id) || without.add(task.id), at.paint());
    return h(`li.card${isIn ? "" : ".out"}`, { "data-key": task.id },
      h("h3", null, isDone ? task.title : h("label.tick", null, h("input", { type: "checkbox", checked: isIn, onchange: tick }), task.title)),
      h("div.chips", null,
        pieces(task).map(([name, label]) => chip(task, name, label, isDone)),
        task.labels.map((label) => h("span.chip", null, `#${label}`))),
      block && h("p.soft", null, `${dayName(dayOf(block.starts_at))}, ${clock(block.starts_at)} to ${clock(block.ends_at)}`),
      h("p.soft", null, plan.unscheduled.find((one) => one.task_id === task.id)?.why),
      task.steps.length > 0 && h("details", null, h("summary", null, task.steps.length === 1 ? "1 step" : `${task.steps.length} steps`),
        h("ol", null, task.steps.map((step) => h("li", null, step.title, " ", h("small", null, length(step.minutes)))))));
  }

  /** @param {Task} task @param {keyof Change} name @param {string} label @param {boolean} isDone */
  function chip(task, name, label, isDone) {
    if (isDone) return h("span.chip", null, label);
    const key = task.id + name;
    const value = task[name];
    const leave = h("button", { "aria-label": `Leave out: ${label}`, onclick: () => change(task.id, { [name]: name === "recurrence" ? "" : null }) }, "×");
    if (editing !== key) {
      const open = () => ((editing = key), at.paint(), document.getElementById("piece")?.focus());
      return h("span.chip", { "data-key": key }, name === "recurrence" ? label : h("button", { "aria-label": `Correct: ${label}`, onclick: open }, label), leave);
    }
    const isDay = task.due_is_date_only;
    const props = { id: "piece", name: "value", "aria-label": label, required: true };
    /** @param {any} fields */
    const set = ({ value }) => change(task.id,
      name === "due_at" ? { due_at: fromLocal(value + (isDay ? "T23:59" : "")) } : { [name]: name === "estimate_minutes" ? Number(value) : value });
    return h("form.chip", { onsubmit: set, "data-key": `${key}.form` },
      name === "due_at" ? h("input", { ...props, type: isDay ? "date" : "datetime-local", value: toLocal(value).slice(0, isDay ? 10 : 16) })
        : name === "estimate_minutes" ? h("input", { ...props, type: "number", min: 1, max: 1440, value })
          : h("select", props, [...ENERGY.map(([level]) => level), ...(name === "priority" ? ["urgent"] : [])]
              .map((level) => h("option", { selected: level === value }, level))),
      h("button", { type: "submit" }, "Set"));
  }

  const run = !plan.accepted_at && plan.run_id && (await get("/runs/{id}", { path: { id: plan.run_id } }));
  if (run && /queued|running/.test(run.state)) grow();
}

/** What was understood of a task. @param {Task} task @returns {[keyof Change, string][]} */
function pieces(task) {
  /** @type {[keyof Change, string | false | null | undefined][]} */
  const all = [
    ["due_at", task.due_at && `by ${moment(task.due_at, task.due_is_date_only)}`],
    ["recurrence", task.recurrence && repeats(task.recurrence)],
    ["estimate_minutes", !!task.estimate_minutes && length(task.estimate_minutes)],
    ["energy", task.energy && `${task.energy} energy`],
    ["priority", task.priority && `${task.priority} priority`],
  ];
  return /** @type {any} */ (all.filter(([, label]) => label));
}

/** An RFC 5545 rule in a few words. @param {string} rule */
function repeats(rule) {
  const { FREQ, INTERVAL = 1, BYDAY } = Object.fromEntries(rule.split(/[;:]/).map((part) => part.split("=")));
  const unit = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" }[/** @type {"DAILY"} */ (FREQ)] ?? "time";
  const days = BYDAY?.replace(/[A-Z]{2}/g, (/** @type {string} */ day) => day[0] + day.slice(1).toLowerCase()).replaceAll(",", ", ");
  return (INTERVAL > 1 ? `every ${INTERVAL} ${unit}s` : `every ${unit}`) + (days ? `: ${days}` : "");
}
