/**
 * The typed way to FocusHub: every path, body and answer comes from the generated `types.ts`.
 *
 * `explain` turns whatever went wrong into one sentence for a person.
 */
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./types.js";

export type Schemas = components["schemas"];
export type Problem = Schemas["ErrorResponse"];
export type Api = Client<paths>;

/** A client that sends the access token which `token` gives at the time of each call. */
export function connect(baseUrl: string, token: () => string | null): Api {
  const api = createClient<paths>({ baseUrl });
  api.use({
    onRequest({ request }) {
      const current = token();
      if (current !== null) {
        request.headers.set("Authorization", `Bearer ${current}`);
      }
      return request;
    },
  });
  return api;
}

export function explain(problem: Problem): string {
  const [first] = problem.errors;
  return first === undefined ? problem.detail : `${first.field}: ${first.detail}`;
}

/** The cursor of the next page from a `Link` header, or null on the last one. */
export function nextCursor(response: Response): string | null {
  const next = /<([^>]+)>; rel="next"/.exec(response.headers.get("Link") ?? "");
  return next?.[1] === undefined ? null : new URL(next[1]).searchParams.get("cursor");
}
