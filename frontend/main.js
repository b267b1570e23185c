/** The shell: which page is shown, who is here, what went wrong, and whether the server can be reached. */
import { h, morph } from "./dom.js";
import { Problem, get, session } from "./services/api.js";
import { listen } from "./services/live.js";
import { liveIn } from "./time.js";

/** Name, label and icon. */
const PAGES = {
	now: ["Now", "M12 3v2M12 19v2M3 12h2M19 12h2M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8"],
	capture: ["Capture", "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"],
	plan: ["Plan", "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h4"],
	learn: ["Learn", "M12 7c-2-2-5-2-8-2v13c3 0 6 0 8 2 2-2 5-2 8-2V5c-3 0-6 0-8 2zM12 7v13"],
	chat: ["Talk", "M4 5h16v11H11l-4 4v-4H4z"],
	me: ["Me", "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c1-5 4-6 8-6s7 1 8 6"],
};
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

let me;
/** @type {At | undefined} */
let at;
let leaving = new AbortController();
/** Ends the socket. @type {AbortController | null} */
let listening = null;
let timer = 0;

async function go() {
	const isReset = location.pathname !== "/";
	const key = location.hash;
	if (/^#[^/]/.test(key) && !isReset) return; // The skip link.
	const hasMoved = !!at;
	leaving.abort();
	leaving = new AbortController();
	const { signal } = leaving;
	const isOutside = isReset || !session.tokens;
	const asked = key.slice(2).split("/");
	const [name, ...args] = PAGES[asked[0]] ? asked : ["now"];
	let isFirst = true;
	try {
		if (isOutside) {
			listening?.abort();
			me = listening = null;
		} else {
			me ??= await get("/me");
			liveIn(me);
			if (!listening) listen(changed, (listening = new AbortController()).signal);
		}
		const { page } = await import(`./pages/${isOutside ? "entry" : name}.js`);
		if (signal.aborted) return;
		document.title = `${isOutside ? "Welcome" : PAGES[name][0]} · FocusHub`;
		document.body.classList.toggle("in", !isOutside);
		morph(part("nav"), h("nav", { id: "nav", label: "Pages" }, !isOutside && Object.entries(PAGES).map(([to, [label, d]]) =>
			h("a", { href: `#/${to}`, "aria-current": to === name && "page" }, h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d })), label))));
		const here = (at = {
			args: isOutside ? asked : args,
			get me() { return me; },
			signal,
			refresh: async () => here.paint(),
			view: () => h("p.soft", "One moment …"),
			paint() {
				if (signal.aborted) return;
				const main = part("main");
				morph(main, h("main", { id: "main", tabindex: -1 }, h(".page", { key: key }, here.view())));
				if (!isFirst) return;
				isFirst = false;
				scrollTo(0, 0);
				if (hasMoved && !main.querySelector(":focus")) (main.querySelector("h1") ?? main).focus();
			},
		});
		await page(here);
		here.paint();
	} catch (error) {
		if (!signal.aborted) trouble(error);
	}
}

function trouble(error) {
	if (error?.name === "AbortError") return;
	if (error instanceof Problem) return notice([...new Set([error.message, ...error.errors.map(({ detail }) => detail)])].join(" "));
	notice("Something on this page went wrong. Loading it again helps.", "Load again", () => location.reload());
	throw error;
}

function notice(text, label = "", act = () => {}) {
	const box = h(".notice", h("p", text), label && h("button", () => (box.remove(), act()), label), h("button.x", { onclick: () => box.remove(), label: "Close" }, "×"));
	part("notices").replaceChildren(box);
	if (!label) setTimeout(() => box.remove(), 9000);
}

function reach(isReached) {
	const line = part("offline");
	if (isReached === !line.textContent) return;
	line.textContent = isReached ? "" : "You are offline. What you type is kept in this browser.";
	if (isReached) refresh();
}

const refresh = () => at?.refresh().catch(trouble);
/** Many changes at once are one. */
function changed() {
	clearTimeout(timer);
	timer = setTimeout(refresh, 200);
}
const on = (name, react) => addEventListener(name, (event) => react(event.detail, event));

on("hashchange", () => (part("notices").replaceChildren(), go()));
on("acted", () => at?.paint());
on("problem", trouble);
on("say", (told) => notice(.../** @type {[string]} */ (told)));
on("reached", reach);
on("offline", () => reach(false));
on("online", () => reach(true));
on("me", (profile) => liveIn((me = profile)));
on("session", async () => {
	const isOver = !!me;
	await go();
	if (isOver) notice("You are logged out here. What you typed is kept.");
});
// Another window logged in or out.
on("storage", (_, { key, newValue }) => key === session.key && !newValue === !!me && go());
go();
