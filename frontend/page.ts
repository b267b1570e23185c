/**
 * What the shell and a page hand to each other. Types alone, known in every module of the client
 * without an import: no browser reads this file.
 */
import type { Schemas as All } from "./services/operations.js";

declare global {
  type Schemas = All;

  interface At {
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
    refresh: () => Promise<void>;
  }
  type Page = (at: At) => any;
}
