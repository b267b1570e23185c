/** The door: log in, sign up, or set a new password. */
import { field, h, link, say, secret, tell } from "../dom.js";
import { post, session } from "../services/api.js";

/** @type {Page} */
export function page(at) {
	async function logIn(body) {
		session.open(await post("/auth/login", { body }));
		tell("hashchange");
	}
	async function join({ email, ...body }) {
		const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
		const date_order = navigator.language === "en-US" ? "mdy" : "dmy";
		session.open(await post("/auth/register", { body: { ...body, timezone, date_order, ...(email && { email }) } }));
		location.hash = "#/capture";
	}
	const forgot = async (body) => say((await post("/auth/password/reset", { body })).detail);
	async function reset({ password }) {
		const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
		await post("/auth/password/reset/confirm", { body: { token, new_password: password } });
		history.replaceState(null, "", "/");
		tell("hashchange");
		say("Your new password is set. You can log in with it.");
	}

	const name = () => field("User name", { name: "username", autocomplete: "username", autocapitalize: "none", maxlength: 150 });
	const mail = (required, help = "") => field("E-mail", { name: "email", type: "email", autocomplete: "email", required }, help);
	const fresh = () => secret("Password", "password", "new", "10 characters or more. A few words are easy to keep.");
	const FORMS = {
		join: ["Make an account", join, () => [name(), fresh(), mail(false, "If you like: it is a way back in.")], [["", "I have an account"]]],
		forgot: ["Send me a link", forgot, () => mail(true), [["", "Back to log in"]]],
		reset: ["Set a new password", reset, fresh, []],
	};
	const [title, onsubmit, inputs, links] = FORMS[location.pathname === "/" ? at.args[0] : "reset"]
		?? ["Log in", logIn, () => [name(), secret("Password", "password", "current")],
			[["join", "I am new here"], ["forgot", "I forgot my password"]]];
	return () =>
		h(".door",
			h("section", h("h1", "A first step, a sense of time, and a way back after a bad day."),
				h("p", "Say what is on your mind. FocusHub makes small steps of it that fit your day. Nothing is booked before you say so.")),
			h("form.card", { onsubmit, key: title }, h("h2", title), inputs(), h("button.primary", title),
				h(".row", links.map(([to, text]) => link(to, text, ".button")))));
}
