/** The shell: which page is shown, who is here, what went wrong, and whether the server is reached. */
import { h, morph, say } from "./dom.js";
import { Problem, get, session } from "./services/api.js";
import { listen } from "./services/live.js";
import { liveIn } from "./time.js";

/** @type {Record<string, string>} */
const PAGES = { now: "Now", capture: "Capture", plan: "Plan", learn: "Learn", chat: "Talk", me: "Me" };
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {Schemas["Me"] | null} */
let me = null;
/** @type {At | undefined} */
let at;
let leaving = new AbortController();
/** Ends the socket. @type {AbortController | null} */
let listening = null;
let timer = 0;

async function go() {
	const { hash, pathname } = location;
	const isReset = pathname !== "/";
	if (/^#[^/]/.test(hash) && !isReset) return; // The skip link.
	leaving.abort();
	const { signal } = (leaving = new AbortController());
	const args = hash.slice(2).split("/");
	const isIn = !isReset && !!session.tokens;
	const name = !isIn ? "entry" : PAGES[args[0]] ? args[0] : "now";
	if (isIn) {
		me ??= await get("/me");
		liveIn(me);
		if (!listening) listen((listening = new AbortController()).signal);
	} else {
		listening?.abort();
		me = listening = null;
	}
	document.title = `${PAGES[name] ?? "Welcome"} · FocusHub`;
	const link = ([to, label]) => h("a", { href: `#/${to}`, "aria-current": to === name && "page" }, label);
	morph(part("nav"), h("nav", { id: "nav", label: "Pages" }, isIn && Object.entries(PAGES).map(link)));

	let isShown = false;
	/** @type {View} */
	let view = () => null;
	/** @type {At} */
	const here = {
		args,
		me: /** @type {Schemas["Me"]} */ (me),
		signal,
		load: async () => {},
		paint() {
			const main = part("main");
			const shown = !signal.aborted && view();
			if (!shown) return;
			morph(main, h("main", { id: "main", tabindex: -1 }, h(".page", { key: hash }, shown)));
			if (isShown) return;
			isShown = true;
			scrollTo(0, 0);
			if (hasMoved && !main.querySelector(":focus")) (main.querySelector("h1") ?? main).focus();
			main.querySelector(".days .nowline")?.scrollIntoView({ block: "center" });
		},
	};
	const { page } = await import(`./pages/${name}.js`);
	view = await page(here);
	const hasMoved = !!at;
	if (signal.aborted) return;
	at = here;
	at.paint();
	part("main").ariaBusy = "true";
	await refresh().finally(() => (part("main").ariaBusy = null));
}

async function refresh(here = at) {
	await here?.load();
	here?.paint();
}
function reach(isReached) {
	const line = part("offline");
	if (isReached === !line.textContent) return;
	line.textContent = isReached ? "" : "You are offline. What you type is kept in this browser.";
	if (isReached) refresh();
}

const on = (name, react) => addEventListener(name, react);
on("hashchange", () => (part("notices").replaceChildren(), go()));
on("acted", () => at?.paint());
// Many changes at once are one.
on("changed", () => (clearTimeout(timer), (timer = setTimeout(refresh, 100))));
on("reached", ({ detail }) => reach(detail));
on("offline", () => reach(false));
on("online", () => reach(true));
on("unhandledrejection", (event) => {
	const { reason } = event;
	const isTold = reason instanceof Problem;
	if (isTold || reason?.name === "AbortError") event.preventDefault();
	else say("Something on this page went wrong. Loading it again helps.", "Load again", () => location.reload());
	if (isTold) say(reason.message);
});
on("session", async () => {
	const isOver = !!me;
	await go();
	if (isOver) say("You are logged out here. What you typed is kept.");
});
// Another window logged in or out.
on("storage", ({ key, newValue }) => key === session.key && !newValue === !!me && go());
go();
