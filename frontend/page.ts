/**
 * What the shell and a page hand to each other, and how elements are described. Types alone, known
 * in every module of the client without an import: no browser reads this file.
 */
import type { Schemas as All } from "./services/operations.js";

declare global {
  type Schemas = All;

  interface At {
    /** What stands in the address: the page's name, and what it is of. */
    readonly args: string[];
    readonly me: Schemas["Me"];
    /** Aborted when the person goes on to another page. */
    readonly signal: AbortSignal;
    /** Asks the server: at first, after a handler that did, a change in another window, or a time without a network. */
    load: () => Promise<void>;
    /** Shows the page as it is now; the shell does so after each handler and each `load`. */
    paint(): void;
  }
  /** Gives what describes the page as it is now. */
  type View = () => Node | null | undefined;
  type Page = (at: At) => View;
  /** One that cannot begin without the server. */
  type LatePage = (at: At) => Promise<View>;

  type Child = Node | string | number | boolean | null | undefined | Child[];
  type Handler = (event: any) => unknown;
  interface Props {
    /** Which it is among its siblings, wherever it goes. */
    key?: string;
    /** Takes the focus when it appears. */
    focus?: unknown;
    /** For those who hear it. */
    label?: string | undefined;
    /** Keeps what is typed under this name. */
    draft?: string;
    onclick?: Handler;
    onchange?: Handler;
    /** Is given the fields. */
    onsubmit?: Handler;
    onkeydown?: Handler;
    onpointerdown?: Handler;
    onpointermove?: Handler;
    ondragstart?: Handler;
    ondragover?: Handler;
    ondrop?: Handler;
    [attribute: string]: unknown;
  }
  type Control = Props | Node;
  type H = (tag: string, ...parts: (Child | Props | Handler)[]) => HTMLElement;
}
