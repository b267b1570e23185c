/** Elements, and how a page changes: it is described anew and only what differs is touched, so that the focus and what is typed stay. */
const HANDLERS = new Set();
const ATTRIBUTES = { key: "data-key", focus: "data-focus", label: "aria-label" };

/** To the shell. @param {string} name @param {unknown} [detail] */
export const tell = (name, detail) => dispatchEvent(new CustomEvent(name, { detail }));

/**
 * An element: `h("a.button", { href }, "Go")`, `h("button", save, "Save")`.
 * A form's handler is given its fields, an input's the input.
 * @type {H}
 */
export function h(tag, ...parts) {
	const [name = "", ...classes] = tag.split(".");
	/** @type {any} */
	const el = document.createElement(name || "div");
	/** @type {any} */
	let props = /^Object|Function$/.test(`${parts[0]?.constructor.name}`) ? parts.shift() : {};
	if (typeof props === "function") props = { [name === "form" ? "onsubmit" : "onclick"]: props };
	if (classes[0]) el.className = classes.join(" ");
	if (name === "button" && props.onclick) el.type = name;
	if (name === "h1") el.tabIndex = -1;
	el.append(...parts.flat(2).filter((child) => child || child === 0));
	for (const key in props) {
		const value = props[key];
		if (value == null || value === false) continue;
		if (typeof value === "function") HANDLERS.add(key), (el[key] = guarded(value));
		else if (key === "style") el.style.cssText = value;
		else if (key === "draft") el.value = draft((el.dataset.draft = value));
		else el.setAttribute(ATTRIBUTES[key] ?? key, value === true ? "" : value);
	}
	return el;
}

/** A handler that is not begun again while it works; the shell shows what it did. */
const guarded = (work) => async (event) => {
	const { currentTarget: el, type } = event;
	const isForm = type === "submit";
	if (isForm) event.preventDefault();
	if (el.ariaBusy) return;
	const result = work(isForm ? Object.fromEntries(new FormData(el)) : type === "change" ? el : event);
	tell("acted");
	if (!result?.then) return;
	el.ariaBusy = "true";
	await result.finally(() => {
		el.ariaBusy = null;
		tell("acted");
		tell("changed");
	});
};

/** Makes `from` into what `to` describes. */
export function morph(from, to) {
	if (from.nodeType === 3) {
		if (from.data !== to.data) from.data = to.data;
		return;
	}
	for (const { name } of [...from.attributes])
		if (!/^(style|aria-busy|open)$/.test(name) && !to.hasAttribute(name)) from.removeAttribute(name);
	for (const { name, value } of to.attributes) if (name !== "style" && from.getAttribute(name) !== value) from.setAttribute(name, value);
	from.style.cssText = to.style.cssText;
	for (const name of HANDLERS) from[name] = to[name];
	let here = from.firstChild;
	for (const wanted of [...to.childNodes]) {
		if (here?.nodeName !== wanted.nodeName || here.dataset?.key !== wanted.dataset?.key || here.type !== wanted.type) {
			from.insertBefore(wanted, here);
			(wanted.matches?.("[data-focus]") ? wanted : wanted.querySelector?.("[data-focus]"))?.focus();
			continue;
		}
		morph(here, wanted);
		here = here.nextSibling;
	}
	while (here) {
		const next = here.nextSibling;
		here.remove();
		here = next;
	}
}

/** What was typed and not sent yet. */
export const draft = (name) => localStorage[`draft.${name}`] ?? "";
export const keepDraft = (name, text = "") => (localStorage[`draft.${name}`] = text);
addEventListener("input", ({ target }) => {
	const { dataset, value } = /** @type {any} */ (target);
	if (dataset.draft) keepDraft(dataset.draft, value);
});

/** Says it in words, with a way back where there is one. */
export function say(text, label = "", act = () => {}) {
	const hide = () => box.remove();
	const box = h(".notice", h("p", text), label && h("button", () => (hide(), act()), label),
		h("button", { onclick: hide, label: "Close" }, "×"));
	document.getElementById("notices")?.replaceChildren(box);
	if (!label) setTimeout(hide, 9000);
}

/** A label over an input (many lines of it where it has `rows`), or over another control. */
export const field = (label, control, help = "") =>
	h("label", h("span", label), control instanceof Node ? control :
		h(control.rows ? "textarea" : "input", { required: true, ...control }), h("small", help));
export const secret = (label, name, age, help = "") => field(label, { name, type: "password", autocomplete: `${age}-password` }, help);
export const tick = (checked, onchange, text) => h("label.tick", h("input", { type: "checkbox", checked, onchange }), text);
/** One of a few: each a value and its words. */
export const select = (props, options, chosen = "") => h("select", props,
	options.map(([value, text = value]) => h("option", { value, selected: value === chosen }, text)));
/** To a page: `learn/review`. */
export const link = (to, text, kind = "") => h(`a${kind}`, { href: `#/${to}` }, text);
export const card = (title, ...parts) => h("section.card", h("h2", title), parts);
export const count = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;
