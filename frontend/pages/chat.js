/** Talk: the answer comes word by word; what it would change is a proposal. */
import { field, h, keepDraft, link } from "../dom.js";
import { AT_ONCE, del, get, post } from "../services/api.js";
import { follow } from "../services/live.js";

/** @type {Page} */
export function page(at) {
	let [, id] = at.args;
	let messages = [];
	let said = "", run = "", turns = 0;

	at.load = async () => {
		if (run) return;
		id ??= (await get("/conversations", { query: { limit: 1 } }))[0]?.id ?? "new";
		messages = id === "new" ? [] : (await get("/conversations/{id}/messages", { id })).reverse();
	};
	async function say({ message }) {
		messages.push({ role: "user", text: message });
		const answer = await post("/chat", { headers: AT_ONCE, body: { message, conversation_id: id === "new" ? null : id } });
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
		await at.load();
	}
	/** @param {"accept" | "undo"} verb */
	const turn = async (one, verb) => Object.assign(one, await post(`/proposals/{id}/${verb}`, { id: one.id }));

	const proposal = (one) =>
		h(".card", { key: one.id }, h("h2", one.preview.title),
			h("ul", one.preview.details.map((line) => h("li", line)).slice(0, 3), one.preview.details[3] && h("li", "and so on")),
			one.state === "open" && h("button", () => turn(one, "accept"), "Do it"),
			one.state === "accepted" && h("button", () => turn(one, "undo"), "Take it back"));
	const line = ({ role, text, proposals = [] }) =>
		h(`.said.${role}`, h("p", text.split("**").map((part, i) => (i % 2 ? h("b", part) : part))), proposals.map(proposal));

	return () =>
		h("div", h("h1", "Talk"),
			!messages[0] && h("p", "Say how it is, or what is in the way. A small step comes back."),
			h("section", { role: "log" }, messages.map(line), run && line({ role: "assistant", text: said || "…" })),
			h("form", { onsubmit: say, key: `turn${turns}` },
				field("You", { name: "message", rows: 2, maxlength: 4000, draft: "talk", focus: turns > 0 }),
				run ? h("button", () => del("/runs/{id}", { id: run }), "Stop") : h("button.primary", "Say it")),
			messages[0] && link("chat/new", "Begin a new talk"));
}
