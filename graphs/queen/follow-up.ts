const MAX_WORDS = 14;

/** Short messages that only make sense after an answer. */
const CUES = [
  // "make it shorter", "translate that", "rewrite this in a warmer tone"
  /^(?:please |now |ok(?:ay)?,? |can you |could you )*(?:make|keep|translate|rewrite|rephrase|redo|shorten|expand|explain|improve|put|say|write|turn|convert) (?:it|this|that|them|these|those)\b/i,
  /^(?:please |now |ok(?:ay)?,? )*(?:shorten|simplify|try again|do it again|once more|again|go on|continue|more|less|longer|shorter)\b/i,
  /^(?:and|also|now|but|what about|how about|same|in (?:hindi|english|tamil|telugu|marathi|bengali|gujarati|kannada|malayalam|punjabi))\b/i,
  /^(?:please |now )*(?:add|remove|drop|change|replace|swap|use)\b.*\b(?:it|the|to|with|instead)\b/i,
  /\b(?:shorter|longer|simpler|instead|your (?:last )?answer|(?:the|that) (?:last|previous|first|second|third) (?:one|answer|option|point|idea|part|version))\b/i,
  // Hindi in both scripts: "make this small", "write it in Hindi"
  /(?:^|\s)(?:isko|isse|ise|iska|usko|wahi|phir se|hindi m(?:e|ein)|english m(?:e|ein))(?:\s|$)/i,
  /(?:^|\s)(?:इसे|इसको|इसका|वही|फिर से|हिंदी में|हिन्दी में|अंग्रेज़ी में)(?:\s|$)/u,
];

/** Whether a message reads as a change to an answer rather than as a request of its own. */
export function isFollowUp(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.split(/\s+/).length <= MAX_WORDS && CUES.some((cue) => cue.test(trimmed));
}

/** Whether a request of its own is about what was answered before: "also write a post about it". */
export function pointsBack(text: string): boolean {
  return /(?<!\p{L})(?:about|for|on|announcing|of) (?:it|this|that|them|these|the same)(?!\p{L})(?! \p{L}+ (?:shop|store|product))/iu.test(
    text.split("\n")[0] ?? "",
  );
}
