import type { Material } from "./material.ts";
import { toLanguageName } from "./short-messages.ts";

/**
 * Says at the start, in the language that was asked for, that the frame of the answer stays English: nothing can be
 * translated without a language model. Null for English.
 */
export function toLanguageNotice(material: Material): string | null {
  const language = toLanguageName(material);
  switch (language) {
    case "English":
    case "en":
      return null;
    case "Hindi":
      return "बिना भाषा मॉडल के पूरा उत्तर हिंदी में नहीं लिखा जा सकता। तैयार संदेश और पोस्ट जहाँ हो सके हिंदी में हैं; बाकी योजना अंग्रेज़ी में है।";
    case "Hinglish":
    case "Hindi (Latin)":
      return "Bina language model ke poora jawab Hinglish mein nahi likha ja sakta. Taiyaar messages aur post jahan ho sake Hinglish mein hain; baaki plan English mein hai.";
    default:
      return `You asked for ${language}. Without a language model nothing can be translated, so this answer is in English.`;
  }
}
