// What ical.js reads from the file on standard input: one JSON line an event, with its first times.
// Usage: node read_calendar.cjs <path of ical.js> <how many times>
const ICAL = require(process.argv[2]);
const count = Number(process.argv[3]);
const text = require("node:fs").readFileSync(0, "utf-8");

const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  const times = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next && times.length < count; next = iterator.next()) {
    times.push(next.isDate ? next.toString() : next.toJSDate().toISOString());
  }
  console.log(
    JSON.stringify({
      uid: event.uid,
      summary: event.summary,
      times,
      alarms: component.getAllSubcomponents("valarm").map((alarm) =>
        alarm.getFirstPropertyValue("trigger").toString(),
      ),
    }),
  );
}
