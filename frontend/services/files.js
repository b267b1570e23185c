/** Files, out and in. */
import { Problem, token } from "./api.js";

export async function save(response, name) {
	const href = URL.createObjectURL(await response.blob());
	Object.assign(document.createElement("a"), { href, download: name }).click();
}

/** Tells `progress`, from 0 to 1, how far it is, which `fetch` cannot. */
export async function send(route, body, progress) {
	const request = new XMLHttpRequest();
	request.open("POST", `/api/v1${route}`);
	request.setRequestHeader("Authorization", `Bearer ${await token()}`);
	request.responseType = "json";
	request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
	request.send(body);
	await new Promise((end) => (request.onloadend = end));
	if (request.status !== 200) throw new Problem(request.status, request.response);
	return request.response;
}
