import { findIndianPhrases } from "./indian-phrases.ts";
import type { Phrase, PhraseKind } from "./phrase.ts";
import { findTopics } from "./topic-phrases.ts";
import { BUSINESSES, DELIVERABLES, isBusiness, isPeople, PLATFORMS, toPhraseKind } from "./noun-groups.ts";

const VERBS =
  "increase|get|grow|boost|sell|drive|win|bring|raise|convert|reach|generate|reduce|improve|promote|clear|re-?engage|reactivate|invite|book|attract|build|double|recover|upsell|nurture|educate|fill|collect";
/** Verbs after "to" that say what something is for; "switched to millet" goes on. */
const PURPOSES = `(?:${VERBS}|announce|tell|inform|share|show|explain|say|ask|make|come|buy|order|celebrate|welcome|thank|remind|save|earn|find|create|launch|start|help|keep|stay|use|try|join|visit|give|plan|post|publish|see|read|learn)(?![\\p{L}])`;

const READERS = "our|my|all|existing|past|old|regular|loyal|potential|new";

/** Where a phrase ends: a sign, or a word that begins the next one. */
const END = `(?=[,;:!?।\\n]|\\.(?:\\s|$)|\\s+(?:please|with|about|regarding|before|using|so that|in order to|because|under|within|via|through|for(?! \\d)|and (?:an?|the|then|also|write|make|plan|send|draft|create|\\d+|one|two|three|four|five)|in (?:hindi|english|tamil|telugu|marathi|hinglish|bengali|gujarati)|on (?:linkedin|instagram|facebook|whatsapp|twitter|youtube|email)|by (?:\\d|mon|tue|wed|thu|fri|sat|sun|next|tomorrow|the end))(?![\\p{L}])|(?<!how|want|going|need|like)\\s+to (?:${PURPOSES}|(?:${READERS})\\s)|\\s{3,}|\\s*$)`;

const OPENERS: [kind: PhraseKind, opener: string][] = [
  [
    "audience",
    "(?:targeting|aimed at|target(?:ed)? (?:audience|group|customers?)(?: is| are|:)?|audience(?: is|:)|addressed to|directed at)",
  ],
  [
    "goal",
    "(?:(?:our|the|my) (?:goal|aim|objective|purpose) is(?: to)?|in order to|so that|we want to|i want to|we need to|helps? us)",
  ],
  [
    "business",
    "(?:we are an?|we're an?|i run an?|i own an?|we run an?|we own an?|my business is|our business is)",
  ],
  ["product", "(?:we sell|we make|we are launching|we're launching|selling|to launch|launch of|launching)"],
];

/** What a request says in phrases; `plain` is the text without its amounts, so that these do not join in. */
export function findPhrases(text: string, plain: string = text): Phrase[] {
  return [
    ...findTopics(text).map(toSure("topic")),
    ...findAnnounced(plain),
    ...findOffers(text),
    ...findFor(plain),
    ...findOwn(plain),
    ...findOn(plain),
    ...findIndianPhrases(plain),
  ];
}

function findAnnounced(text: string): Phrase[] {
  const found = OPENERS.flatMap(([kind, opener]) =>
    collect(text, `${opener}\\s+(?<phrase>(?!on (?:linkedin|facebook|instagram)).{3,300}?)${END}`).map(
      toSure(kind),
    ),
  );
  const goals = collect(text, `to (?<phrase>(?:${VERBS}) .{3,120}?)${END}`);
  const readers = collect(
    text,
    `(?:e-?mails?|mail|sequence|write|message|mailer|letter|note|campaign|outreach) to (?<phrase>.{3,120}?)${END}`,
  );
  const told = collect(
    text,
    `(?:tell|inform|thank|remind|invite|welcome|convince|update|win back|to(?= (?:${READERS})\\s)|bring back|re-?engage|reach|sent to|go to) (?<phrase>.{3,120}?)(?=\\s+(?:by|know|that|about|via|when|how|without|over)(?![\\p{L}])|${END.slice(3)}`,
  );
  const turned = collect(text, `turn (?<phrase>(?!(?:this|that|it|them)\\b).{3,120}?) into `);
  return [
    ...found,
    ...goals.map(toSure("goal")),
    ...[...readers, ...told].filter(isPeople).map(toSure("audience")),
    ...turned.map(toSure("topic")),
  ];
}

/** "20% off on gift boxes", "flat ₹500 off", "buy one get one", "free delivery", "20% की छूट". */
function findOffers(text: string): Phrase[] {
  const amount =
    "(?:flat\\s+|up ?to\\s+)?(?:\\d{1,3}(?:\\.\\d+)?\\s?%|(?:₹|rs\\.?\\s?)\\s?[\\d,]+|[\\d,]+ rupees)";
  const patterns = [
    `(?<phrase>${amount}\\s*(?:off|discount|coupon|voucher|cash ?back|की छूट|छूट|ki chhoot|chhoot)(?:\\s+(?:on|for) (?!linkedin|instagram|facebook|whatsapp)[^.,;!?\\n]{2,60}?)?(?:\\s+(?:until|till) [^.,;!?\\n]{3,30}?)?)${END}`,
    `(?<phrase>(?:discount|cashback|coupon) of ${amount}(?:\\s+on [^.,;!?\\n]{2,60}?)?)${END}`,
    `(?<phrase>buy (?:one|two|\\d),? (?:and )?get (?:one|two|\\d)(?: free)?(?: on [^.,;!?\\n]{2,40}?)?)${END}`,
    `(?<phrase>free (?:delivery|shipping|trial|consultation|gift|sample|demo|installation)[^.,;!?\\n]{0,40}?)${END}`,
    `(?:our offer is|the offer is|offer(?:ing)?:|we offer|offering)\\s+(?<phrase>[^.;!?\\n]{3,120}?)${END}`,
  ];
  const changed = collect(
    text,
    `(?:discount|offer|price cut) (?:to|is now|instead|becomes) (?<phrase>${amount})(?![\\p{L}\\p{N}])`,
  );
  return [
    ...changed.map((phrase) => (/off/i.test(phrase) ? phrase : `${phrase} off`)),
    ...patterns.flatMap((pattern) => collect(text, pattern)),
  ].map(toSure("offer"));
}

/** "our electronics store" and "a small toy shop" name the business wherever they stand. */
function findOwn(text: string): Phrase[] {
  const small = "(?!(?:for|of|in|at|on|to|with|about|by|and|or|from|that|who|our|my|an?|the)\\s)";
  return collect(
    text,
    `(?<phrase>(?:our|my|an?) (?:${small}[\\p{L}\\p{M}\\p{N}&'-]+ ){0,4}?${BUSINESSES.source})`,
  )
    .filter((phrase) => phrase.split(" ").length > 2 && isBusiness(phrase))
    .map((phrase) => ({ kind: "business", text: phrase, isSure: false }));
}

function findFor(text: string): Phrase[] {
  return collect(
    text,
    `for (?<phrase>(?!(?:\\d|example|instance|this|next|the next|it|them|me|us|free|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|${DELIVERABLES})(?![\\p{L}])).{3,120}?)${END}`,
  )
    .map(withoutPlatform)
    .filter((phrase) => phrase.length > 2)
    .map((phrase) => ({ kind: toPhraseKind(phrase), text: phrase, isSure: false }));
}

/** "on gift boxes" is a topic, "on LinkedIn", "on price" or "on Friday" is not. */
function findOn(text: string): Phrase[] {
  const barred = `${PLATFORMS.join("|")}|(?:our|my|the) (?:company )?page|price|pricing|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\\d|time|it|them|that|this`;
  return collect(text, `(?:${DELIVERABLES}) on (?<phrase>(?!(?:${barred})(?![\\p{L}])).{3,120}?)${END}`).map(
    toSure("topic"),
  );
}

const PIECE = "(?:piece|post|article|carousel|page|profile|newsletter)(?![\\p{L}])";

/** "LinkedIn on GST audits" is about GST audits, and "my LinkedIn" about nothing. */
function withoutPlatform(phrase: string): string {
  const bare = phrase.replace(
    new RegExp(
      `^(?:(?:my|our|the|an?) )?(?:(?:${PLATFORMS.join("|")})(?![\\p{L}])\\s*(?:${PIECE}\\s*)?|${PIECE}\\s+(?=on |about ))(?:(?:on|about|out of|regarding) )?`,
      "iu",
    ),
    "",
  );
  return bare.trim();
}

function toSure(kind: PhraseKind): (phrase: string) => Phrase {
  return (phrase) => ({ kind, text: phrase, isSure: true });
}

function collect(text: string, pattern: string): string[] {
  return [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${pattern}`, "giu"))].flatMap((match) => {
    const phrase = match.groups?.["phrase"]?.trim();
    return phrase === undefined || phrase === "" ? [] : [phrase];
  });
}
