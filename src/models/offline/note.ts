import { listSources } from "../../domain/brief.ts";
import { listOpen } from "./gaps.ts";
import { toIntent } from "./field-intent.ts";
import type { Material } from "./material.ts";

/** Why no language model wrote the answer; `problem` is that of a provider. */
export type OfflineReason = { problem: string | null };

const LISTED_GAPS = 6;
const LISTED_ISSUES = 5;

/** The last section: how the answer came about, what is open, what a language model would add. */
export function composeNote(material: Material, { problem }: OfflineReason): string {
  const { brief } = material;
  const count = listSources(brief).length;
  const sources = count === 0 ? "no further source" : count === 1 ? "one source" : `${count} sources`;
  const made = `This answer was composed by rules from the request, the skill's method and ${sources}; nothing was invented.`;
  const why =
    problem === null
      ? `No language model is configured. ${made}`
      : `The language model did not answer: ${problem} ${made}`;
  const isListed = brief.skill.output.some((field) => toIntent(field) === "unknowns");
  const open = isListed ? [] : listOpen(material).slice(0, LISTED_GAPS);
  const next =
    problem === null
      ? "Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local model, and ask again."
      : "Ask again when the provider answers.";
  const adds = `A language model would weigh the sources against each other, write in your voice and fill what is open. ${next}`;
  const review = brief.issues.slice(0, LISTED_ISSUES).map((issue) => issue.trim());
  return [
    why,
    ...(open.length === 0 ? [] : [`Open: ${open.join(" ")}`]),
    ...(review.length === 0 ? [] : [`From the review, for a person to settle: ${review.join(" ")}`]),
    adds,
    ...(/^hi(?!-Latn)/.test(brief.language) ? [toHindi(problem)] : []),
  ].join("\n\n");
}

function toHindi(problem: string | null): string {
  const why = problem === null ? "कोई भाषा मॉडल सेट नहीं है।" : "भाषा मॉडल से उत्तर नहीं मिला।";
  return `${why} यह उत्तर केवल आपके अनुरोध, कौशल की विधि और दिए गए स्रोतों से नियमों द्वारा बनाया गया है; कुछ भी मनगढ़ंत नहीं है। भाषा मॉडल स्रोतों की तुलना करता, आपकी शैली में लिखता और खाली जगहें भरता।`;
}
