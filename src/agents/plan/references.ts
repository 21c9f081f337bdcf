import { toWordPattern } from "../words/words.ts";

/** Words by which one part of a request takes up what another part brings. */
const REFERENCES = [
  toWordPattern(
    "(?:based|building|drawing|relying) on (?:that|this|it|them|those|the (?:results?|findings?|analysis|comparison|research|plan|campaign|answer|outcome))",
    "iu",
  ),
  toWordPattern(
    "(?:use|using|with|from|take|taking|given|apply|about|on) (?:that|those|these|its?|the|what) ?(?:results?|findings?|insights?|analysis|comparison|research|plan|numbers|differences|outcome|you find|comes out)",
    "iu",
  ),
  toWordPattern(
    "(?:turn|convert|make|put|summari[sz]e) (?:that|this|it|them|the (?:results?|findings?|best one)) (?:into|in|as|to)",
    "iu",
  ),
  toWordPattern(
    "(?:announcing|explaining|promoting|summari[sz]ing) (?:it|that|them|the (?:plan|result|findings?))",
    "iu",
  ),
  toWordPattern("^\\W*(?:and )?(?:then|after that|afterwards|once (?:that|this|it) is|next),?", "iu"),
  toWordPattern("and then", "iu"),
  toWordPattern(
    "(?:uske|iske) (?:baad|hisaab se|aadhar par)|उसके (?:बाद|आधार पर)|इसके (?:बाद|आधार पर)|फिर",
    "iu",
  ),
];

/** Whether a part of a request needs the output of the part before it. */
export function leansOnEarlier(part: string): boolean {
  return REFERENCES.some((reference) => reference.test(part));
}
