import { z } from "zod";

const text = z.string().trim().min(1).max(5_000);
const list = z.array(z.string().trim().min(1).max(1_000)).max(50);

/** The business profile of a tenant (DOMAIN 9). Everything is optional: a half-known business is still helped. */
export const Foundation = z
  .object({
    company_name: text,
    business_description: text,
    industry: text,
    location: text,
    website: text,
    positioning: text,
    unique_value_proposition: text,
    key_differentiators: list,
    icps: z
      .array(
        z.object({ name: z.string().min(1), pain_points: list.optional(), goals: list.optional() }).loose(),
      )
      .max(9),
    target_markets: list,
    brand_voice: text,
    tone_keywords: list,
    messaging_pillars: list,
    competitors: z
      .array(
        z
          .object({ name: z.string().min(1), url: z.string().optional(), notes: z.string().optional() })
          .strict(),
      )
      .max(50),
    products: list,
    pricing_info: text,
    gst_number: text,
    pan_number: text,
    regional_languages: list,
    constitution: z
      .object({ no_emojis: z.boolean().optional(), formal_only: z.boolean().optional() })
      .strict(),
    subscription_tier: z.enum(["free", "starter", "growth", "agency"]),
  })
  .partial()
  .strict();
export type Foundation = z.infer<typeof Foundation>;
