import type { Perception } from "../../domain/route.ts";
import { findWords } from "../words/words.ts";

const POSITIVE = new Set(
  "great good love loved excellent amazing awesome happy thanks thank wonderful perfect fantastic pleased delighted excited proud glad brilliant superb nice accha acha badhiya shandar mast khush shukriya dhanyavaad अच्छा अच्छी बढ़िया शानदार खुश धन्यवाद शुक्रिया"
    .normalize("NFC")
    .split(" "),
);
const NEGATIVE = new Set(
  "bad terrible awful hate hated angry frustrated frustrating useless ridiculous unacceptable disappointed disappointing worst wrong broken poor sad upset annoyed annoying failed failing confusing confused worried horrible fraud bekar kharab ganda bura gussa pareshan खराब बेकार बुरा गुस्सा परेशान नाराज़"
    .normalize("NFC")
    .split(" "),
);
const NEGATIONS = new Set(
  "not no never isn't wasn't don't didn't doesn't aren't can't nahi nahin नहीं ना".split(" "),
);

/** The mood of the person who asks, by words; "not good" counts as negative. */
export function readSentiment(text: string): Perception["sentiment"] {
  const words = findWords(text).map((word) => word.text.normalize("NFC").toLowerCase().replace("’", "'"));
  let positive = 0;
  let negative = 0;
  for (const [index, word] of words.entries()) {
    const isGood = POSITIVE.has(word);
    if (!isGood && !NEGATIVE.has(word)) continue;
    // Hindi negates after the word, English up to two words before it.
    const near = [
      words[index - 1],
      words[index - 2],
      words[index + 1] === "नहीं" || words[index + 1]?.startsWith("nahi") === true ? "not" : "",
    ];
    const isNegated = near.some((other) => other !== undefined && NEGATIONS.has(other));
    if (isGood !== isNegated) positive += 1;
    else negative += 1;
  }
  if (positive > 0 && negative > 0) return "mixed";
  if (positive > 0) return "positive";
  return negative > 0 ? "negative" : "neutral";
}
