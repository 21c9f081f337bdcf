import { type Day, addDays } from "../../india/days.ts";
import { toListPattern, toWordPattern } from "../words/words.ts";

const NOW = toListPattern([
  "asap",
  "immediately",
  "right now",
  "right away",
  "at once",
  "emergency",
  "as soon as possible",
  "today",
  "tonight",
  "within the hour",
  "turant",
  "abhi",
  "aaj",
  "jaldi se jaldi",
  "तुरंत",
  "अभी",
  "आज",
  "जल्द से जल्द",
]);
/** "urgent" said of a thing that is advertised ("an urgent offer") is not a hurry of the person. */
const URGENT = toWordPattern(
  "urgent(?:ly)?(?!\\s+(?:offer|sale|deal|discount|message|tone|campaign|headline|subject))",
);
const SOON = toListPattern([
  "tomorrow",
  "soon",
  "quickly",
  "quick",
  "jaldi",
  "जल्दी",
  "this week",
  "deadline",
  "hurry",
]);
const LATER = toListPattern([
  "no rush",
  "no hurry",
  "whenever",
  "someday",
  "at some point",
  "when you have time",
  "not urgent",
  "aaram se",
]);

/** 1 (whenever) to 5 (now), from words and from the nearest day that the request names. */
export function readUrgency(text: string, dates: readonly Day[], today: Day): number {
  if (text.search(LATER) >= 0) return 1;
  if (text.search(NOW) >= 0 || text.search(URGENT) >= 0 || dates.includes(today)) return 5;
  const nearest = [...dates].filter((day) => day > today).sort()[0];
  if (nearest !== undefined && nearest <= addDays(today, 2)) return 4;
  if (text.search(SOON) >= 0) return 4;
  return nearest !== undefined && nearest <= addDays(today, 7) ? 3 : 2;
}
