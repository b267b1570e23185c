/**
 * Elements, and how a page changes: after each handler it is described anew and only what differs is
 * touched, so that the focus, and what somebody is typing, stay where they are.
 */
const DRAWN = /^(svg|path|circle|rect)$/;
const HANDLERS = ["onclick", "onchange", "onsubmit", "onkeydown", "onpointerdown", "onpointermove"];
const ATTRIBUTES = { key: "data-key", focus: "data-focus", label: "aria-label" };
/** What a field was given last: only a new default overwrites what stands in it. */
const given = new WeakMap();
const busy = new WeakSet();

/** To the shell. @param {string} name @param {unknown} [detail] */
export const tell = (name, detail) => dispatchEvent(new CustomEvent(name, { detail }));
/** Says it in words, with a way back where there is one: its label, and what it does. */
export const say = (...told) => tell("say", told);

/** An element: `h("a.button", { href }, "Go")`, `h("button", save, "Save")`. A form's handler is given its fields. */
export function h(tag, ...parts) {
	const [name, ...classes] = tag.split(".");
	/** @type {any} */
	const el = DRAWN.test(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name || "div");
	if (classes[0]) el.setAttribute("class", classes.join(" "));
	if (name === "button") el.type = name;
	if (name === "h1") el.tabIndex = -1;
	let props = /^Object|Function$/.test(parts[0]?.constructor.name) ? parts.shift() : {};
	if (typeof props === "function") props = { [name === "form" ? "onsubmit" : "onclick"]: props };
	el.append(...parts.flat().filter((child) => child || child === 0));
	for (const key in props) {
		const value = props[key];
		if (value == null || value === false) continue;
		if (typeof value === "function") el[key] = guarded(value);
		else if (key === "vars") for (const name in value) el.style.setProperty(`--${name}`, value[name]);
		else if (key === "value" || key === "checked") given.set(el, (el[key] = value));
		else if (key === "draft") given.set(el, (el.value = draft((el.dataset.draft = value))));
		else el.setAttribute(ATTRIBUTES[key] ?? key, value === true ? "" : value);
	}
	return el;
}

/** A handler that is not begun again while it works, and whose failure the person is told. */
const guarded = (work) => async (event) => {
	const { currentTarget: el, type } = event;
	if (type === "submit") event.preventDefault();
	if (busy.has(el)) return;
	try {
		const result = work(type === "submit" ? Object.fromEntries(new FormData(el)) : event);
		tell("acted");
		if (!result?.then) return;
		busy.add(el);
		el.ariaBusy = "true";
		await result;
		tell("acted");
	} catch (error) {
		tell("problem", error);
	} finally {
		busy.delete(el);
		el.ariaBusy = null;
	}
};

/** Makes `from` into what `to` describes. */
export function morph(from, to) {
	if (from.nodeType === 3) {
		if (from.data !== to.data) from.data = to.data;
		return;
	}
	for (const { name } of [...from.attributes]) if (!/^(style|aria-busy|open)$/.test(name) && !to.hasAttribute(name)) from.removeAttribute(name);
	for (const { name, value } of to.attributes) if (name !== "style" && from.getAttribute(name) !== value) from.setAttribute(name, value);
	from.style.cssText = to.style.cssText;
	for (const name of HANDLERS) from[name] = to[name];
	if (from.nodeName !== "TEXTAREA") children(from, to);
	const value = given.get(to);
	if (value === undefined || given.get(from) === value) return;
	given.set(from, value);
	from[typeof value === "boolean" ? "checked" : "value"] = value;
}

function children(from, to) {
	const keyed = new Map([...from.children].map((child) => [child.dataset.key, child]));
	let here = from.firstChild;
	for (const wanted of [...to.childNodes]) {
		const key = wanted.dataset?.key;
		const found = key ? keyed.get(key) : here;
		if (found?.nodeName !== wanted.nodeName || found.dataset?.key !== key || found.type !== wanted.type) {
			from.insertBefore(wanted, here);
			(wanted.dataset?.focus ? wanted : wanted.querySelector?.("[data-focus]"))?.focus();
			continue;
		}
		if (found === here) here = here.nextSibling;
		else from.insertBefore(found, here);
		morph(found, wanted);
	}
	while (here) {
		const next = here.nextSibling;
		here.remove();
		here = next;
	}
}

const DRAFTS = "focushub.draft.";
/** What was typed and not sent yet. */
export const draft = (name) => localStorage.getItem(DRAFTS + name) ?? "";
export const keepDraft = (name, text = "") => localStorage.setItem(DRAFTS + name, text);
addEventListener("input", ({ target }) => {
	const { dataset, value } = /** @type {any} */ (target);
	if (dataset.draft) keepDraft(dataset.draft, value);
});

export const field = (label, props, help) => h("label.field", h("span", label), h("input", props), help && h("small", help));
/** One of a few: each a value and its words. */
export const pick = (label, name, options, chosen, onchange) =>
	h("label.field", h("span", label), h("select", { name, onchange, value: chosen }, options.map(([value, text = value]) => h("option", { value }, text))));
export const card = (title, ...parts) => h("section.card", h("h2", title), ...parts);
export const submit = (label, kind = "") => h(`button${kind}`, { type: "submit" }, label);
