/**
 * The shell: which page is shown, who is here, what went wrong, and whether the server can be reached.
 *
 * @import { At, Page } from "./page.js"
 */
import { h, morph } from "./dom.js";
import { Problem, get, session } from "./services/api.js";
import { liveIn } from "./time.js";

/** @type {Record<string, [string, string, () => Promise<{ page: Page }>]>} */
const PAGES = {
  now: ["Now", "M12 3v2M12 19v2M3 12h2M19 12h2M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8", () => import("./pages/now.js")],
  capture: ["Capture", "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3", () => import("./pages/capture.js")],
  plan: ["Plan", "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h4", () => import("./pages/plan.js")],
  learn: ["Learn", "M12 7c-2-2-5-2-8-2v13c3 0 6 0 8 2 2-2 5-2 8-2V5c-3 0-6 0-8 2zM12 7v13", () => import("./pages/learn.js")],
  chat: ["Talk", "M4 5h16v11H11l-4 4v-4H4z", () => import("./pages/chat.js")],
  me: ["Me", "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c1-5 4-6 8-6s7 1 8 6", () => import("./pages/me.js")],
};
/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {At["me"] | null} */
let me = null;
/** @type {At | null} */
let at = null;
let leaving = new AbortController();
let hasMoved = false;

async function go() {
  const isReset = location.pathname !== "/";
  if (/^#[^/]/.test(location.hash) && !isReset) return; // The skip link.
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const isOutside = isReset || !session.tokens;
  const asked = location.hash.slice(2).split("/");
  const [name = "", ...args] = asked[0] && asked[0] in PAGES ? asked : ["now"];
  try {
    if (isOutside) me = null;
    else if (!me) liveIn((me = await get("/me")));
    const { page } = await (isOutside ? import("./pages/entry.js") : PAGES[name]?.[2]()) ?? {};
    if (signal.aborted || !page) return;
    const label = isOutside ? "Welcome" : PAGES[name]?.[0];
    document.title = `${label} · FocusHub`;
    nav(isOutside ? "" : name);
    const key = location.hash;
    let isFirst = true;
    const here = (at = {
      args: isOutside ? asked : args,
      get me() { return /** @type {any} */ (me); },
      signal,
      view: () => h("p.soft", null, "One moment …"),
      paint() {
        if (signal.aborted) return;
        const main = part("main");
        morph(main, h("main", { id: "main", tabindex: -1 }, h("div.page", { "data-key": key }, here.view())));
        if (!isFirst) return;
        if (hasMoved) (main.querySelector("h1") ?? main).focus();
        scrollTo(0, 0);
        isFirst = false;
        hasMoved = true;
      },
    });
    await page(here);
    here.paint();
  } catch (error) {
    if (!signal.aborted) trouble(error);
  }
}

/** @param {string} current */
function nav(current) {
  const links = Object.entries(PAGES).map(([name, [label, path]]) =>
    h("a", { href: `#/${name}`, "aria-current": name === current && "page" },
      h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d: path })), label));
  document.body.classList.toggle("in", current !== "");
  morph(part("nav"), h("nav", { id: "nav", "aria-label": "Pages" }, ...(current ? links : [])));
}

/** @param {any} error */
function trouble(error) {
  if (error?.name === "AbortError") return;
  if (!(error instanceof Problem)) {
    notice("Something on this page went wrong. Loading it again helps.", "Load again", () => location.reload());
    throw error;
  }
  notice([...new Set([error.message, ...error.errors.map(({ detail }) => detail)])].join(" "));
}

/** @param {string} text @param {string} [label] @param {() => void} [act] */
function notice(text, label, act) {
  const box = h("div.notice", null, h("p", null, text),
    label && h("button", { onclick: () => (box.remove(), act?.()) }, label),
    h("button.x", { onclick: () => box.remove(), "aria-label": "Close" }, "×"));
  part("notices").replaceChildren(box);
  if (!act) setTimeout(() => box.remove(), 9000);
}

/** @param {boolean} isReached */
function reach(isReached) {
  const line = part("offline");
  if (isReached === !line.textContent) return;
  line.textContent = isReached ? "" : "You are offline. What you type is kept in this browser.";
  if (isReached) refresh();
}

const refresh = () => Promise.resolve(at?.refresh?.()).catch(trouble);
/** @param {string} name @param {(detail: any, event: any) => void} react */
const on = (name, react) => addEventListener(name, (event) => react(/** @type {any} */ (event).detail, event));

on("hashchange", go);
on("problem", trouble);
on("say", (told) => notice(.../** @type {[string]} */ (told)));
on("reached", reach);
on("offline", () => reach(false));
on("online", () => reach(true));
on("me", (profile) => liveIn((me = profile)));
on("session", () => {
  if (me) notice("Please log in again. What you typed is kept.");
  go();
});
// Another window logged in or out.
on("storage", (_, { key, newValue }) => key === session.key && !newValue === !!me && go());
document.addEventListener("visibilitychange", () => document.hidden || refresh());
go();
