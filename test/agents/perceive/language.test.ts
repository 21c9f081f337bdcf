import { describe, expect, it } from "vitest";
import { detectLanguage } from "../../../src/agents/perceive/language.ts";

describe("detectLanguage", () => {
  it.each([
    ["Plan a campaign", "en"],
    ["दिवाली के लिए एक पोस्ट लिखो", "hi"],
    ["आमच्या दुकानासाठी दिवाळीची योजना बनवा", "mr"],
    ["आम्ही ग्राहकांना ईमेल पाठवणार आहोत, तो लिहा", "mr"],
    ["எங்கள் கடைக்கு ஒரு திட்டம்", "ta"],
    ["మా షాపు కోసం ప్రచారం", "te"],
    ["আমাদের দোকানের জন্য", "bn"],
    ["অসমৰ বাবে এটা পৰিকল্পনা", "as"],
    ["અમારી દુકાન માટે", "gu"],
    ["ನಮ್ಮ ಅಂಗಡಿಗೆ", "kn"],
    ["ഞങ്ങളുടെ കടയ്ക്ക്", "ml"],
    ["ਸਾਡੀ ਦੁਕਾਨ ਲਈ", "pa"],
    ["Diwali ke liye ek post likho", "hi-Latn"],
    ["hamari dukaan ka offer batao", "hi-Latn"],
  ])("reads %s as %s", (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it("keeps Hindi when brand names stand in Latin letters", () => {
    expect(detectLanguage("Zoho और Freshworks कितना charge करते हैं")).toBe("hi");
  });

  it("does not take a Marathi name for a Marathi sentence", () => {
    expect(detectLanguage("हमारे मुकाबले में चितळे बंधू की मिठाइयों के दाम क्या हैं?")).toBe("hi");
  });

  it("keeps English when a few Hindi words are quoted", () => {
    expect(
      detectLanguage('Write an English post around the greeting "शुभ दीपावली" for our customers in Pune'),
    ).toBe("en");
    expect(detectLanguage("Make a banana bread post with mere minutes of work")).toBe("en");
  });
});
