/**
 * Tools that skills may name. One that is not installed is left out when a skill runs, and the answer says so: a skill
 * written for a fuller installation still works here.
 */
export const PUBLISHED_TOOLS: ReadonlySet<string> = new Set([
  "company-lookup",
  "content-gen",
  "database-writer",
  "festival-calendar",
  "get-campaigns",
  "get-foundation",
  "get-icps",
  "get-moves",
  "gst-calculator",
  "gstin-verify",
  "http-get",
  "http-post",
  "indiamart-search",
  "intelligence-engine",
  "justdial-search",
  "knowledge-search",
  "linkedin-india",
  "news-search",
  "ocr-extract",
  "process-image",
  "process-pdf",
  "rag-search",
  "scrape-reviews",
  "scraper",
  "table-math",
  "vision-scraper",
  "web-page",
  "web-search",
]);
