export type RequestKind = "greeting" | "order" | "question";

const GREETING =
  /^[^\p{L}]*(?:hi|hello|hey|namaste|namaskar|good (?:morning|afternoon|evening)|नमस्ते|नमस्कार)(?:\s+(?:there|ji|जी|team|raptorflow))?[^\p{L}]*$/iu;
const ABOUT_US =
  /(?:what can you do|how (?:does|do) (?:this|it|you) work|who are you|what are you|aap kya kar|tum kya kar|आप क्या कर)/iu;
const ORDER =
  /^(?:(?:please|can|could|you|i|we|want|need|to|kindly|now|also|and)[,\s]+)*(?:write|draft|create|make|plan|give|generate|prepare|design|build|send|publish|post|compose|translate|run|do|an?)(?!\p{L})|^(?:\p{L}+ ){0,3}(?:captions?|blogs?|posts?|campaigns?|press release|brochure|banner|scripts?|reels?|ads?)(?!\p{L})|(?:banao|likho|likhiye|chahiye)(?!\p{L})|बनाओ|बनाइए|लिख|चाहिए/iu;

const SHORT =
  /(?<![\p{L}])(?:shorter|in short|short version|brief|briefly|concise|crisp|to the point|shorten|tl;?dr|chh?ota|chh?oti|संक्षे\p{L}*\p{M}*\p{L}*|छोटा|छोटी)(?![\p{L}\p{M}])/iu;

/** Whether a text says hello, orders a piece of work or asks something. */
export function toRequestKind(request: string): RequestKind {
  const plain = request.trim();
  if (GREETING.test(plain) || ABOUT_US.test(plain)) return "greeting";
  return !/[?？]\s*$/.test(plain) && ORDER.test(plain) ? "order" : "question";
}

export function wantsShort(request: string): boolean {
  return SHORT.test(request);
}
