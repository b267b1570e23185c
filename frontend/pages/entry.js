/** The door: log in, sign up, or set a new password. */
import { field, h, say } from "../dom.js";
import { post, session } from "../services/api.js";

/** @type {import("../page.js").Page} */
export function page(at) {
  /** @param {import("../services/operations.js").Schemas["TokenPair"]} pair @param {string} hash */
  function enter(pair, hash) {
    session.open(pair);
    if (hash === location.hash) dispatchEvent(new Event("hashchange"));
    else location.hash = hash;
  }
  /** @param {any} body */
  async function join({ username, password, email }) {
    const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
    const date_order = navigator.language === "en-US" ? "mdy" : "dmy";
    enter(await post("/auth/register", { body: { username, password, timezone, date_order, ...(email && { email }) } }), "#/capture");
  }
  /** @param {any} body */
  const logIn = async (body) => enter(await post("/auth/login", { body }), location.hash);
  /** @param {any} body */
  const ask = async (body) => say((await post("/auth/password/reset", { body })).detail);
  /** @param {any} body */
  async function reset({ password }) {
    const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
    await post("/auth/password/reset/confirm", { body: { token, new_password: password } });
    history.replaceState(null, "", "/");
    dispatchEvent(new Event("hashchange"));
    say("Your new password is set. You can log in with it.");
  }

  const name = field("User name", { name: "username", autocomplete: "username", autocapitalize: "none", maxlength: 150, required: true });
  /** @param {boolean} required */
  const mail = (required) => field("E-mail", { name: "email", type: "email", autocomplete: "email", required }, !required && "If you like: it is your way back in, should you need one.");
  /** @param {boolean} isNew */
  const secret = (isNew) =>
    field("Password", { name: "password", type: "password", autocomplete: isNew ? "new-password" : "current-password", required: true },
      isNew && "10 characters or more. A few words in a row are easy to keep.");

  /** @type {Record<string, any[]>} */
  const kinds = {
    "": ["Log in", logIn, [name, secret(false)], [["#/join", "I am new here"], ["#/forgot", "I forgot my password"]]],
    join: ["Make an account", join, [name, secret(true), mail(false)], [["#/", "I have an account"]]],
    forgot: ["Send me a link", ask, [mail(true)], [["#/", "Back to log in"]]],
    reset: ["Set a new password", reset, [secret(true)], []],
  };
  const [title, onsubmit, inputs, links] = kinds[location.pathname === "/" ? (at.args[0] ?? "") : "reset"] ?? kinds[""] ?? [];
  at.view = () =>
    h("div.door", null,
      h("div", null,
        h("p.lead", null, "A first step, a sense of time, and a way back after a bad day."),
        h("p.soft", null, "Say what is on your mind. FocusHub makes small steps of it that fit your day. Nothing is booked before you say so.")),
      h("form.card", { onsubmit, "data-key": title },
        h("h1", { tabindex: -1 }, title), inputs, h("button.primary", { type: "submit" }, title),
        h("p.row", null, links.map((/** @type {string[]} */ [href, text]) => h("a", { href }, text)))));
}
