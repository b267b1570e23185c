/**
 * What the server tells by itself: a run as it grows.
 *
 * @import { Schemas } from "./operations.js"
 */
import { get } from "./api.js";

/** @param {number} ms @param {AbortSignal} signal */
const pause = (ms, signal) =>
  new Promise((go) => {
    const timer = setTimeout(go, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), go(null)));
  });

/** Follows a run until its answer is there. @param {string} id @param {AbortSignal} signal
 * @returns {Promise<Schemas["Run"] | null>} null where nobody waits any more */
export async function follow(id, signal) {
  for (let wait = 500; !signal.aborted; wait = Math.min(wait * 1.5, 4000)) {
    await pause(wait, signal);
    if (signal.aborted) break;
    const run = await get("/runs/{id}", { path: { id } });
    if (run.state === "done" || run.state === "cancelled") return run;
  }
  return null;
}
