import type { Day } from "./days.ts";

export type FestivalKind = "religious" | "national" | "business" | "shopping";
export type CampaignType = "celebration_discount" | "b2b_urgency" | "flash_sale" | "awareness";

/** A moment of the Indian marketing year, without its date. */
export type Festival = {
  id: string;
  name: string;
  kind: FestivalKind;
  relevance: "high" | "medium";
  /** A campaign starts so many days before. */
  leadDays: number;
  campaignType: CampaignType;
  /** Branches that live from it; empty: take the business's own. */
  industries: readonly string[];
  themes: readonly string[];
  /** The day follows the moon: a sighting or a committee may still move it. */
  subjectToMoon: boolean;
  /** Other names in Latin script, and names in Indian scripts. */
  names: readonly string[];
};

/**
 * How sure a day is: `fixed` by law or calendar rule; `confirmed` by the government list and others; `agreed` by
 * several calendars; `computed` by one; `predicted`, a day earlier or later is possible; `announced` by an organiser.
 */
export type DateConfidence = "fixed" | "confirmed" | "agreed" | "computed" | "predicted" | "announced";

/** One reviewed date. It belongs to the year of its `day`. */
export type FestivalDay = {
  id: string;
  day: Day;
  /** Last day, when it lasts longer than one. */
  until?: Day;
  confidence: DateConfidence;
  note?: string;
  /** Other days in use, and by whom. */
  elsewhere?: readonly { day: Day; where: string }[];
};

export type FestivalDate = {
  unknown: false;
  festival: Festival;
  year: number;
  day: Day;
  /** The same as `day` for a festival of one day. */
  until: Day;
  confidence: DateConfidence;
  note: string | null;
  elsewhere: readonly { day: Day; where: string }[];
  /** The day minus the festival's lead days. */
  campaignStart: Day;
  /** When to launch; only festivals of high relevance have a window of their own. */
  launchWindow: { from: Day; to: Day } | null;
};

/** There is no reviewed date, and none is guessed. */
export type UnknownFestivalDate = { unknown: true; festival: Festival | null; year: number; reason: string };
