// Reads an iCalendar file with ical.js and prints its events as JSON: instants, zones, texts.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, file] = process.argv.slice(2);
const ICAL = (await import(pathToFileURL(library).href)).default;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    location: event.location,
    description: event.description,
    allDay: event.startDate.isDate,
    wall: event.startDate.toString(),
    zone: event.startDate.zone.tzid,
    start: event.startDate.isDate ? null : event.startDate.toJSDate().toISOString(),
  };
});
console.log(JSON.stringify(events));
