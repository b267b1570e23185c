/** @type {import("../page.js").Page} */
export function page(at) {
  at.view = () => document.createElement("p");
}
