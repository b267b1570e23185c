/**
 * Now: one thing, its first step, and a timer whose clock the server keeps, so that all devices agree.
 *
 * @import { Schemas } from "../services/operations.js"
 */
import { h, say } from "../dom.js";
import { get, post } from "../services/api.js";
import { length, span } from "../time.js";

/** @type {import("../page.js").Page} */
export function page(at) {
  /** @type {Schemas["Now"]} */
  let now;
  /** @type {Schemas["FocusSession"] | undefined} */
  let session;
  let heardAt = 0;

  at.refresh = async () => {
    const [one, sessions] = await Promise.all([get("/now"), get("/focus-sessions", { query: { limit: 10 } })]);
    now = one;
    hear(sessions.find(({ state }) => state === "running") ?? sessions.find(({ state }) => state === "paused"));
    at.paint();
  };
  function hear(told) {
    session = told;
    heardAt = Date.now();
  }
  const start = async (description, subject_id, minutes) =>
    hear(await post("/focus-sessions", { body: { description, subject_id, planned_minutes: Math.min(minutes || 25, at.me.session_minutes) } }));
  const turn = async (verb) => hear(await post(/** @type {"/focus-sessions/{id}/pause"} */ (`/focus-sessions/{id}/${verb}`), { id: session?.id ?? "" }));
  const notThis = async () => (await post("/now/not-this", { body: { task_id: now.task_id ?? "" } }), at.refresh?.());

  async function done() {
    const id = session ? session.subject_id : now.task_id;
    const kind = id === now.task_id ? now.kind : "task";
    if (session) await turn("finish");
    if (id && kind === "task") {
      await post("/tasks/{id}/complete", { id });
      say("Done. Well begun, well ended.", "Undo", async () => (await post("/tasks/{id}/reopen", { id }), at.refresh?.()));
    } else if (id && kind === "study") await post("/study-sessions/{id}/complete", { id, body: {} });
    await at.refresh?.();
  }

  function timer(session) {
    const isRunning = session.state === "running";
    const seconds = session.elapsed_seconds + (isRunning ? (Date.now() - heardAt) / 1000 : 0);
    const left = session.planned_minutes * 60 - seconds;
    const share = Math.min(100, (seconds / session.planned_minutes / 60) * 100);
    return h(".timer", h("svg", { viewBox: "0 0 120 120", "aria-hidden": "true" }, ["rest", "worked"].map((name) =>
      h(`circle.${name}`, { cx: 60, cy: 60, r: 54, pathLength: 100, "stroke-dasharray": name === "rest" ? "100 0" : `${share} 100` }))),
      h("p", { role: "timer" }, h("b", `${Math.floor(Math.abs(left) / 60)}:${String(Math.floor(Math.abs(left) % 60)).padStart(2, "0")}`),
        h("small", !isRunning ? "paused" : left > 0 ? "left" : "more than planned")));
  }

  at.view = () => {
    if (!now) return h("p.soft", "One moment …");
    const { title, first_step: step, reason, minutes, block, kind, task_id } = now;
    if (session) {
      const isRunning = session.state === "running";
      return h(".focus", h("h1", session.description), timer(session),
        session.subject_id === task_id && step && h("p.tip", h("b", "First: "), step.text),
        h(".actions", h("button.primary", done, "Done"),
          h("button", () => turn(isRunning ? "pause" : "resume"), isRunning ? "Pause" : "Go on"),
          h("button", () => turn("finish"), "Enough for now")));
    }
    if (!title) return h("div", h("h1", "Nothing is waiting"), h("p.soft", reason), h("a.primary", { href: "#/capture" }, "Capture something"));
    return h("div", h("p.soft", "Just this one"), h("section.lamp", h("h1", title),
      step && h("p", h("b", "First: "), step.text, " ", h("small", length(step.minutes))),
      h("small", [minutes && `about ${length(minutes)}`, block && span(block.starts_at, block.ends_at)].filter(Boolean).join(" · "))),
      h("p.soft", reason),
      h(".actions", kind === "review" ? h("a.primary", { href: "#/learn/review" }, "Review the cards") : h("button.primary", () => start(title, task_id, minutes), "Start"),
        h("button", notThis, "Not this one"), kind !== "review" && h("button", done, "It is done")));
  };
  const ticking = setInterval(() => session?.state === "running" && at.paint(), 1000);
  at.signal.addEventListener("abort", () => clearInterval(ticking));
  return at.refresh();
}
