/** Days (`2026-11-25`) and times in the person's own zone. */

let { timeZone } = Intl.DateTimeFormat().resolvedOptions();
let locale = "en-GB";

export function liveIn(me) {
	timeZone = me.timezone;
	locale = me.date_order === "mdy" ? "en-US" : "en-GB";
}

/** `2026-11-25T13:30`, as fields have it. */
export const toLocal = (at) => new Date(at).toLocaleString("sv-SE", { timeZone }).slice(0, 16).replace(" ", "T");
/** The instant, also over a change of the clocks. */
export function fromLocal(local) {
	const wanted = Date.parse(`${local}Z`);
	let at = wanted;
	for (let i = 0; i < 2; i++) at += wanted - Date.parse(`${toLocal(at)}Z`);
	return new Date(at).toISOString();
}

export const dayOf = (at = new Date().toISOString()) => toLocal(at).slice(0, 10);
export const minutesIn = (clock) => +clock.slice(0, 2) * 60 + +clock.slice(3);
/** The reverse. */
export const clockOf = (minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16);
export const minutesOf = (at = new Date().toISOString()) => minutesIn(toLocal(at).slice(11));
export const instant = (day, minutes) => fromLocal(`${day}T${clockOf(minutes)}`);
export const plusDays = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);
/** 1 is Monday. @returns {1 | 2 | 3 | 4 | 5 | 6 | 7} */
export const weekday = (day) => /** @type {any} */ (new Date(day).getUTCDay() || 7);

export const clock = (at) => new Date(at).toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit" });
/** `today`, `Fri 27 Nov`, or all of it. */
export function dayName(day, form) {
	const near = [dayOf(), plusDays(dayOf(), 1)].indexOf(day);
	if (!form && near >= 0) return near ? "tomorrow" : "today";
	const month = form ?? "short";
	return new Date(day).toLocaleDateString(locale, { timeZone: "UTC", weekday: month, day: "numeric", month });
}
export const moment = (at, isDay) => dayName(dayOf(at)) + (isDay ? "" : ` ${clock(at)}`);
/** `today, 9:00 to 9:40` */
export const span = ({ starts_at, ends_at }) => `${dayName(dayOf(starts_at))}, ${clock(starts_at)} to ${clock(ends_at)}`;
/** `1 h 20 min` */
export const length = (minutes) =>
	[minutes > 59 && `${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(" ");
