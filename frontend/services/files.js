/** Files, out and in. */
import { Problem, token } from "./api.js";

/** @param {Response} response @param {string} name */
export async function save(response, name) {
	const href = URL.createObjectURL(await response.blob());
	Object.assign(document.createElement("a"), { href, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** Tells `progress`, from 0 to 1, how far it is, which `fetch` cannot. @returns {Promise<any>} */
export async function send(route, body, progress) {
	const access = await token();
	return new Promise((good, bad) => {
		const request = new XMLHttpRequest();
		request.open("POST", `/api/v1${route}`);
		request.setRequestHeader("Authorization", `Bearer ${access}`);
		request.responseType = "json";
		request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
		request.onload = () => (request.status < 300 ? good(request.response) : bad(new Problem(request.status, request.response)));
		request.onerror = () => bad(new Problem(0));
		request.send(body);
	});
}
