/** Days and clock times in the person's own zone; the server speaks UTC. A day is `2026-11-25`. */

let timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
let locale = "en-GB";

/** @param {{ timezone: string, date_order: string }} me */
export function liveIn(me) {
  timeZone = me.timezone;
  locale = me.date_order === "mdy" ? "en-US" : "en-GB";
}

/** For a field of type datetime-local. @param {any} at */
export const toLocal = (at) => new Date(at).toLocaleString("sv-SE", { timeZone }).slice(0, 16).replace(" ", "T");
/** The instant of a local time, also over a change of the clocks. @param {string} local */
export function fromLocal(local) {
  const wanted = Date.parse(`${local}Z`);
  let at = wanted;
  for (let i = 0; i < 2; i++) at += wanted - Date.parse(`${toLocal(at)}Z`);
  return new Date(at).toISOString();
}

/** @param {string | number} [at] */
export const dayOf = (at = Date.now()) => toLocal(at).slice(0, 10);
/** Minutes of `13:30`. @param {string} text */
export const minutesIn = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
/** Since local midnight. @param {string | number} [at] */
export const minutesOf = (at = Date.now()) => minutesIn(toLocal(at).slice(11));
/** @param {number} minutes */
export const hhmm = (minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16);
/** @param {string} day @param {number} minutes */
export const instant = (day, minutes) => fromLocal(`${day}T${hhmm(minutes)}`);
/** @param {string} day @param {number} days */
export const plusDays = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);
/** 0 is Monday. @param {string} day */
export const weekday = (day) => (new Date(day).getUTCDay() + 6) % 7;

/** @param {string | number} at */
export const clock = (at) => new Date(at).toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit" });
/** `today`, `Fri 27 Nov`, or all of it. @param {string} day @param {"short" | "long"} [form] */
export function dayName(day, form) {
  const near = [dayOf(), plusDays(dayOf(), 1)].indexOf(day);
  if (!form && near >= 0) return near ? "tomorrow" : "today";
  const month = form ?? "short";
  return new Date(day).toLocaleDateString(locale, { timeZone: "UTC", weekday: month, day: "numeric", month });
}
/** @param {string} at @param {boolean} [isDay] */
export const moment = (at, isDay) => dayName(dayOf(at)) + (isDay ? "" : ` ${clock(at)}`);
/** `1 h 20 min`. @param {number} minutes */
export function length(minutes) {
  const hours = Math.floor(minutes / 60);
  return [hours && `${hours} h`, (minutes % 60 || !hours) && `${minutes % 60} min`].filter(Boolean).join(" ");
}
