/** The door: log in, sign up, or set a new password. */
import { field, h, say, submit, tell } from "../dom.js";
import { post, session } from "../services/api.js";

/** @type {Page} */
export function page(at) {
	const logIn = async (body) => (session.open(await post("/auth/login", { body })), tell("hashchange"));
	async function join({ email, ...body }) {
		const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
		const date_order = navigator.language === "en-US" ? "mdy" : "dmy";
		session.open(await post("/auth/register", { body: { ...body, timezone, date_order, ...(email && { email }) } }));
		location.hash = "#/capture";
	}
	async function reset({ password }) {
		const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
		await post("/auth/password/reset/confirm", { body: { token, new_password: password } });
		history.replaceState(null, "", "/");
		tell("hashchange");
		say("Your new password is set. You can log in with it.");
	}

	const name = () => field("User name", { name: "username", autocomplete: "username", autocapitalize: "none", maxlength: 150, required: true });
	const mail = (required) => field("E-mail", { name: "email", type: "email", autocomplete: "email", required }, !required && "If you like: it is your way back in, should you need one.");
	const secret = (kind, help = "") => field("Password", { name: "password", type: "password", autocomplete: `${kind}-password`, required: true }, help);
	const fresh = () => secret("new", "10 characters or more. A few words in a row are easy to keep.");
	const kinds = {
		join: ["Make an account", join, () => [name(), fresh(), mail(false)], [["#/", "I have an account"]]],
		forgot: ["Send me a link", async (body) => say((await post("/auth/password/reset", { body })).detail), () => mail(true), [["#/", "Back to log in"]]],
		reset: ["Set a new password", reset, fresh, []],
	};
	const [title, onsubmit, inputs, links] = kinds[location.pathname === "/" ? at.args[0] : "reset"]
		?? ["Log in", logIn, () => [name(), secret("current")], [["#/join", "I am new here"], ["#/forgot", "I forgot my password"]]];
	at.view = () =>
		h(".door", h("div", h("p.lead", "A first step, a sense of time, and a way back after a bad day."),
			h("p.soft", "Say what is on your mind. FocusHub makes small steps of it that fit your day. Nothing is booked before you say so.")),
			h("form.card", { onsubmit, key: title }, h("h1", title), inputs(), submit(title, ".primary"),
				h("p.row", links.map(([href, text]) => h("a", { href }, text)))));
}
