import type { Material } from "./material.ts";
import { toLanguageName } from "./short-messages.ts";

/**
 * Says at the start, in the language that was asked for, that the frame of the answer stays English: nothing can be
 * translated without a language model. Null for English.
 */
export function toLanguageNotice(material: Material, text: string): string | null {
  const language = toLanguageName(material);
  if (language === "Hindi" && isMostlyHindi(text)) return null;
  switch (language) {
    case "English":
    case "en":
      return null;
    case "Hindi":
      return "बिना भाषा मॉडल के पूरा उत्तर हिंदी में नहीं लिखा जा सकता। जो पाठ हिंदी में तैयार है वह हिंदी में है, बाकी अंग्रेज़ी में।";
    case "Hinglish":
    case "Hindi (Latin)":
      return "Bina language model ke poora jawab Hinglish mein nahi likha ja sakta. Jo text Hinglish mein taiyaar hai woh Hinglish mein hai, baaki English mein.";
    default:
      return `You asked for ${language}. Without a language model nothing can be translated, so this answer is in English.`;
  }
}

function isMostlyHindi(text: string): boolean {
  const letters = text.replace(/^#{1,6}\s.*$/gm, "").match(/\p{L}/gu)?.length ?? 0;
  return (text.match(/\p{Script=Devanagari}/gu)?.length ?? 0) >= letters * 0.6;
}
