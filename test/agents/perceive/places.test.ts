import { describe, expect, it } from "vitest";
import { findPlaces } from "../../../src/agents/perceive/places.ts";

const places = (text: string) => findPlaces(text).map(({ text: name }) => name);

describe("findPlaces", () => {
  it("spells a place as the list does", () => {
    expect(places("a shop in pune and new delhi")).toEqual(["Pune", "New Delhi"]);
    expect(places("पुणे में दुकान")).toEqual(["पुणे"]);
    expect(places("customers across Tamil Nadu and India")).toEqual(["Tamil Nadu", "India"]);
  });

  it("takes an unknown name only after what can only stand before a place", () => {
    expect(places("a bakery in Lonavala")).toEqual(["Lonavala"]);
    expect(places("write it in Excel")).toEqual([]);
    expect(places("a store in December")).toEqual([]);
  });

  it("takes no food, brand or person for a place", () => {
    expect(places("we sell Mysore pak")).toEqual([]);
    expect(places("Bombay Shaving Company")).toEqual([]);
    expect(places("an email to Anand about puri")).toEqual([]);
    expect(places("tell us")).toEqual([]);
  });
});
