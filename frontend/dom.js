/**
 * Elements, and how a page changes: it is described anew and only what differs is touched, so that
 * the focus, and what somebody is typing, stay where they are.
 *
 * @import { Child, Props } from "./page.js"
 */
const DRAWN = /^(svg|path|circle|rect|line|text|g)$/;
const HANDLERS = ["onclick", "oninput", "onchange", "onsubmit", "onkeydown", "onpointerdown", "onpointermove"];
/** What a field was given last: only a new default overwrites what stands in it. */
const given = new WeakMap();
const busy = new WeakSet();

/** An element: `h("button.primary", { onclick }, "Save")`.
 * @param {string} tag @param {Props | null} [props] @param {...(Child | Child[])} children @returns {any} */
export function h(tag, props, ...children) {
  const [name = "", ...classes] = tag.split(".");
  /** @type {any} */
  const el = DRAWN.test(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  if (classes.length) el.setAttribute("class", classes.join(" "));
  if (name === "button") el.type = "button";
  el.append(...children.flat().filter((child) => child || child === 0));
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value == null || value === false) continue;
    if (typeof value === "function") el[key] = guarded(value);
    else if (key === "vars") for (const name in value) el.style.setProperty(`--${name}`, value[name]);
    else if (key === "value" || key === "checked") given.set(el, (el[key] = value));
    else if (key === "draft") given.set(el, (el.value = draft((el.dataset.draft = value))));
    else el.setAttribute(key, value === true ? "" : value);
  }
  return el;
}

/** A handler that is not begun again while it works, and whose failure the person is told. @param {Function} work */
function guarded(work) {
  /** @this {HTMLElement} @param {Event} event */
  return async function (event) {
    const isForm = event.type === "submit";
    if (isForm) event.preventDefault();
    if (busy.has(this)) return;
    try {
      const result = work(isForm ? Object.fromEntries(new FormData(/** @type {any} */ (this))) : event);
      if (!result?.then) return;
      busy.add(this);
      this.setAttribute("aria-busy", "true");
      await result;
    } catch (error) {
      dispatchEvent(new CustomEvent("problem", { detail: error }));
    } finally {
      busy.delete(this);
      this.removeAttribute("aria-busy");
    }
  };
}

/** Makes `from` into what `to` describes. @param {any} from @param {any} to */
export function morph(from, to) {
  if (from.nodeType === 3) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  for (const { name } of [...from.attributes])
    if (!/^(style|aria-busy|open)$/.test(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (name !== "style" && from.getAttribute(name) !== value) from.setAttribute(name, value);
  if (from.style.cssText !== to.style.cssText) from.style.cssText = to.style.cssText;
  for (const name of HANDLERS) if (from[name] !== to[name]) from[name] = to[name];
  if (from.nodeName !== "TEXTAREA") children(from, to);
  const value = given.get(to);
  if (given.has(to) && given.get(from) !== value) {
    given.set(from, value);
    from[typeof value === "boolean" ? "checked" : "value"] = value;
  }
}

/** @param {any} from @param {any} to */
function children(from, to) {
  const keyed = new Map([...from.children].map((child) => [child.dataset.key, child]));
  let here = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const key = wanted.dataset?.key;
    const found = key ? keyed.get(key) : here;
    if (found?.nodeName !== wanted.nodeName || found.dataset?.key !== key || found.type !== wanted.type) {
      from.insertBefore(wanted, here);
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
/** What was typed and not sent yet. @param {string} name @returns {string} */
export const draft = (name) => localStorage.getItem(DRAFTS + name) ?? "";
/** @param {string} name @param {string} [text] */
export function keepDraft(name, text) {
  if (text) localStorage.setItem(DRAFTS + name, text);
  else localStorage.removeItem(DRAFTS + name);
}
addEventListener("input", ({ target }) => {
  const { dataset, value } = /** @type {HTMLTextAreaElement} */ (target);
  if (dataset["draft"]) keepDraft(dataset["draft"], value);
});

/** Says it to everybody, with a way back where there is one. @param {string} text @param {string} [label] @param {() => void} [act] */
export const say = (text, label, act) => dispatchEvent(new CustomEvent("say", { detail: [text, label, act] }));

/** @param {string} label @param {Props} props @param {string | false} [help] */
export const field = (label, props, help) => h("label.field", null, h("span", null, label), h("input", props), help && h("small", null, help));

/** One of a few. @param {string} label @param {string} name @param {[unknown, string][]} options @param {unknown} [chosen] */
export const pick = (label, name, options, chosen) =>
  h("label.field", null, h("span", null, label),
    h("select", { name }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text))));
