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
type Param<O, K extends string> = O extends { parameters: infer P }
  ? P extends Partial<Record<K, infer V>>
    ? NonNullable<V>
    : never
  : never;

/** What an operation answers with where all is well. */
export type Told<M extends Method, R extends string> =
  Operation<M, R> extends { responses: infer S }
    ? { [C in keyof S & (200 | 201 | 202)]: Content<S[C]> }[keyof S & (200 | 201 | 202)]
    : never;

export interface Options<M extends Method, R extends string> {
  path?: Param<Operation<M, R>, "path">;
  query?: Param<Operation<M, R>, "query">;
  body?:
    | (Operation<M, R> extends { requestBody?: infer B } ? Content<NonNullable<B>> : never)
    | FormData;
  prefer?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export type Call<M extends Method> = <R extends Route<M>>(
  route: R,
  options?: Options<M, R>,
) => Promise<Told<M, R>>;
export type Raw = <M extends Method, R extends Route<M>>(
  method: M,
  route: R,
  options?: Options<M, R>,
) => Promise<Response>;

export interface Tokens {
  access: string;
  refresh: string;
  /** Milliseconds since 1970. */
  until: number;
}
