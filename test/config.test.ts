import { describe, expect, it } from "vitest";
import { loadConfig } from "../src/config.ts";

describe("configuration", () => {
  it("needs nothing", () => {
    expect(loadConfig({})).toMatchObject({
      port: null,
      host: "127.0.0.1",
      dataFolder: ".raptorflow",
      databaseUrl: null,
    });
  });

  it("takes an empty variable as unset", () => {
    expect(loadConfig({ PORT: "", OPENAI_API_KEY: "", DATABASE_URL: "" })).toEqual(loadConfig({}));
  });

  it("names every variable that is wrong", () => {
    const read = (): unknown => loadConfig({ PORT: "many", LOG_LEVEL: "loud", DATABASE_URL: "not a url" });
    expect(read).toThrowError(
      expect.objectContaining({
        code: "config_invalid",
        errors: expect.arrayContaining(
          ["PORT", "LOG_LEVEL", "DATABASE_URL"].map((path) => expect.objectContaining({ path })),
        ),
      }),
    );
  });
});
