/** Phrases of a clear wish for a human (DOMAIN 18); words like "help" or "issue" alone are none. */
const WISHES =
  /\b(?:(?:talk|speak|chat) (?:to|with) (?:a |an |your |some )?(?:real |actual )?(?:human|person|people|someone|somebody|manager|agent|representative)|real person|human agent|your manager|customer care|call me back|escalate this)\b/i;
const MAX_WORDS = 30;
/** A brief may speak about such words ("write an ad: talk to a human, not a bot"). */
const BRIEF =
  /\b(?:write|draft|create|plan|design|campaign|post|ad|ads|headline|tagline|script|email|copy|slogan)\b/i;

export function wishesForPerson(text: string): boolean {
  const words = text.trim().split(/\s+/).length;
  return words <= MAX_WORDS && WISHES.test(text) && !BRIEF.test(text);
}
