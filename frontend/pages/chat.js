/** Talk: the answer comes word by word; what it would change is a proposal. */
import { h, keepDraft, submit } from "../dom.js";
import { del, get, post } from "../services/api.js";
import { follow } from "../services/live.js";

/** @type {Page} */
export function page(at) {
	let [id] = at.args;
	let messages = [];
	let said = "", run = "", turns = 0;

	at.refresh = async () => {
		if (run) return;
		id ??= (await get("/conversations", { query: { limit: 1 } }))[0]?.id;
		messages = id && id !== "new" ? (await get("/conversations/{id}/messages", { id })).reverse() : [];
		at.paint();
	};
	async function say({ message }) {
		messages.push({ role: "user", text: message });
		const answer = await post("/chat", { prefer: "respond-async", body: { message, conversation_id: id === "new" ? null : id } });
		keepDraft("talk");
		run = answer.run_id;
		id = answer.conversation_id;
		said = "";
		turns++;
		for await (const { event, data } of follow(run, at.signal)) {
			if (event === "token") said += data.text;
			if (event === "restart") said = "";
			at.paint();
		}
		run = "";
		await at.refresh();
	}
	const stop = () => del("/runs/{id}", { id: run });
	const turn = async (one, verb) => Object.assign(one, await post(/** @type {"/proposals/{id}/accept"} */ (`/proposals/{id}/${verb}`), one));

	const proposal = (one) => h(".card", { key: one.id }, h("h2", one.preview.title), h("ul", one.preview.details.map((line) => h("li", line))),
		one.state === "open" && h("button", () => turn(one, "accept"), "Do it"), one.state === "accepted" && h("button", () => turn(one, "undo"), "Take it back"));
	const line = (role, text, parts = []) => h(`.said.${role}`, h("p", text.split("**").map((part, i) => (i % 2 ? h("b", part) : part))), parts);

	at.view = () => h("div", h("h1", "Talk"),
		h(".stack", { role: "log" }, !messages[0] && h("p.soft", "Say how it is, or what is in the way. A small step comes back."),
			messages.map(({ role, text, proposals = [] }) => line(role, text, proposals.map(proposal))), run && line("assistant", said || "…")),
		h("form", { onsubmit: say, key: `turn${turns}` }, h("label.field", h("span", "You"), h("textarea", { name: "message", rows: 2, maxlength: 4000, required: true, draft: "talk", focus: turns > 0 })),
			run ? h("button", stop, "Stop") : submit("Say it", ".primary")),
		messages[0] && h("a", { href: "#/chat/new" }, "Begin a new talk"));
	at.paint();
	return at.refresh();
}
