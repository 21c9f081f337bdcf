import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLog } from "../../src/telemetry/log.ts";

function openLog(isTTY: boolean) {
  const destination: PassThrough & { isTTY?: boolean } = Object.assign(new PassThrough(), { isTTY });
  let written = "";
  destination.on("data", (chunk) => (written += String(chunk)));
  return { log: createLog({ level: "info", destination }), read: () => written };
}

describe("the log", () => {
  it("writes one JSON object a line, with its ids and without secrets", () => {
    const { log, read } = openLog(false);
    log.info({ run_id: "r1", headers: { authorization: "Bearer abc" }, apiKey: "sk-1" }, "run finished");
    log.debug({}, "not shown");
    const [line = "", ...rest] = read().trim().split("\n");
    expect(rest).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({ level: "info", msg: "run finished", run_id: "r1" });
    expect(line).not.toContain("abc");
    expect(line).not.toContain("sk-1");
  });

  it("is readable on a terminal, each problem on a line of its own", () => {
    const { log, read } = openLog(true);
    log.warn(
      { path: "a/SKILL.md", problems: [{ line: 3, message: "No description.", fix: "Write one." }] },
      "refused",
    );
    expect(read()).toContain("refused");
    expect(read()).toContain("path=a/SKILL.md");
    expect(read()).toContain("line 3: No description. Write one.\n");
  });
});
