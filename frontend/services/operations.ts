/** What `api.js` takes and gives for each operation, worked out of the generated `types.ts`. */
import type { components, paths } from "./types.js";

export type Schemas = components["schemas"];
export type Method = "get" | "post" | "patch" | "delete";
type Prefixed<R extends string> = `/api/v1${R}`;

/** The routes that know a method, without the prefix: `/tasks/{id}`. */
export type Route<M extends Method> = {
  [P in keyof paths]: P extends Prefixed<infer R>
    ? [paths[P][M]] extends [undefined]
      ? never
      : R
    : never;
}[keyof paths];

type Operation<M extends Method, R extends string> =
  Prefixed<R> extends infer P extends keyof paths ? NonNullable<paths[P][M]> : never;
type Content<T> = T extends { content: infer C } ? C[keyof C] : undefined;
type Well = 200 | 201 | 202;

/** What an operation answers with where all is well. */
export type Told<M extends Method, R extends string> =
  Operation<M, R> extends { responses: infer S }
    ? { [C in keyof S & Well]: Content<S[C]> }[keyof S & Well]
    : never;

type Asked<M extends Method, R extends string> =
  Operation<M, R> extends { parameters: { query?: infer Q } } ? Q : never;
type Sent<M extends Method, R extends string> =
  Operation<M, R> extends { requestBody?: infer B } ? Content<NonNullable<B>> : never;
type Named<R extends string> = R extends `${string}{${infer N}}${infer Rest}`
  ? { [K in N]: string } & Named<Rest>
  : unknown;

/** The ids that a route names, and the rest of the request. */
export type Options<M extends Method, R extends string> = Named<R> & {
  query?: NonNullable<Asked<M, R>>;
  body?: NonNullable<Sent<M, R>> | FormData;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};
type Arguments<M extends Method, R extends string> =
  R extends `${string}{${string}` ? [options: Options<M, R>] : [options?: Options<M, R>];

export type Call<M extends Method> = <R extends Route<M>>(
  route: R,
  ...rest: Arguments<M, R>
) => Promise<Told<M, R>>;
export type Raw = <M extends Method, R extends Route<M>>(
  method: M,
  route: R,
  ...rest: Arguments<M, R>
) => Promise<Response>;
export type Calls = [Call<"get">, Call<"post">, Call<"patch">, Call<"delete">];
