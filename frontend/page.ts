/** What the shell and a page hand to each other. Types alone: no browser reads this file. */
import type { Schemas } from "./services/operations.js";

export interface At {
  /** What stands in the address behind the page's name. */
  readonly args: string[];
  readonly me: Schemas["Me"];
  /** Aborted when the person goes on to another page. */
  readonly signal: AbortSignal;
  /** Describes the page as it is now. After each handler it is asked again. */
  view: () => Node;
  /** Shows what `view` describes. */
  paint(): void;
  /** Asks the server again: after a change in another window, or a time without a network. */
  refresh?: () => Promise<void>;
}
export type Page = (at: At) => any;

export type Child = Node | string | number | false | null | undefined;
/** Of a form: it is given the fields by their names; else the event. */
export type Handler = (told: any) => any;
/** Functions are handlers, `vars` CSS variables, `draft` the name under which what is typed is kept. */
export interface Props {
  onclick?: Handler;
  onchange?: Handler;
  oninput?: Handler;
  onkeydown?: Handler;
  onpointerdown?: Handler;
  onpointermove?: Handler;
  onsubmit?: Handler;
  vars?: Record<string, string | number>;
  draft?: string;
  [attribute: string]: any;
}
export type Part = Child | Child[] | Props | Handler;
export type Option = readonly [value: unknown, text: string];
