import { writeFileSync } from "node:fs";
import { chmod, mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSkillFolder, toSkill, type SkillFolder } from "./skill-folder.ts";

let folder: SkillFolder;
beforeEach(async () => {
  folder = await createSkillFolder();
});
afterEach(() => folder.close());

const ids = (registry: { current(): { skills: readonly { id: string }[] } }) =>
  registry.current().skills.map(({ id }) => id);

describe("what is loaded", () => {
  it("is every SKILL.md at any depth, with its place as its id", async () => {
    await folder.write("research/price_watch/SKILL.md", toSkill("price-watch"));
    await folder.write("Content/Ad Copy/skill.md", toSkill("ad-copy"));
    await folder.write("a/b/c/d/SKILL.md", toSkill("d"));
    await folder.write(".claude/skills/e/SKILL.md", toSkill("e"));
    await folder.write("node_modules/f/SKILL.md", toSkill("f"));
    await folder.write("research/notes.md", "No skill");
    const registry = await folder.open();
    expect(ids(registry)).toEqual(["a.b.c.d", "claude.skills.e", "content.ad-copy", "research.price-watch"]);
    expect(registry.current().version).toBe(1);
    expect(registry.report().every((entry) => entry.inUse !== null)).toBe(true);
  });

  it("may be one folder that is a skill itself", async () => {
    await folder.write("Price_Watch/SKILL.md", toSkill("price-watch"));
    const registry = await folder.open({ sources: [path.join(folder.root, "Price_Watch")] });
    expect(ids(registry)).toEqual(["price-watch"]);
  });

  it("reports a bad file with its place and goes on with the others", async () => {
    await folder.write("good/SKILL.md", toSkill("good"));
    await folder.write("bad/SKILL.md", "---\nname: bad\n---\nText\n");
    await folder.write("bytes/SKILL.md", Buffer.from([0x2d, 0x2d, 0x2d, 0xff, 0xfe]).toString("latin1"));
    await folder.write("huge/SKILL.md", "a".repeat(1_000_001));
    const registry = await folder.open();
    expect(ids(registry)).toEqual(["good"]);
    expect(registry.report().map(({ id, status, inUse }) => [id, status, inUse === null])).toEqual([
      ["bad", "refused", true],
      ["bytes", "refused", true],
      ["good", "ok", false],
      ["huge", "refused", true],
    ]);
    expect(registry.report()[0]).toMatchObject({
      path: path.join(folder.root, "bad/SKILL.md"),
      problems: [{ severity: "error", code: "description_missing", line: 2 }],
    });
    expect(folder.logged.filter(({ level }) => level === "warn").map(({ skill }) => skill)).toEqual([
      "bad",
      "bytes",
      "huge",
    ]);
  });

  it("does not follow a link out of the folder, and follows one inside once", async () => {
    const outside = await createSkillFolder();
    await outside.write("secret/SKILL.md", toSkill("secret"));
    await folder.write("real/SKILL.md", toSkill("real"));
    await mkdir(path.join(folder.root, "linked"));
    await symlink(path.join(outside.root, "secret"), path.join(folder.root, "away"));
    await symlink(path.join(outside.root, "secret/SKILL.md"), path.join(folder.root, "linked/SKILL.md"));
    await symlink(folder.root, path.join(folder.root, "loop"));
    await symlink(path.join(folder.root, "real"), path.join(folder.root, "again"));
    const registry = await folder.open();
    expect(ids(registry)).toEqual(["real"]);
    expect(registry.report().map(({ id, status, problems }) => [id, status, problems[0]?.code])).toEqual([
      ["real", "ok", undefined],
      ["away", "refused", "link_outside"],
      ["linked", "refused", "link_outside"],
    ]);
    await outside.close();
  });

  it("reports a folder that is not there", async () => {
    const registry = await folder.open({ sources: [path.join(folder.root, "nowhere")] });
    expect(registry.current().skills).toEqual([]);
    expect(registry.report()).toMatchObject([
      { id: "nowhere", status: "refused", problems: [{ code: "source_missing" }] },
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("reports a folder that it may not read", async () => {
    await folder.write("closed/SKILL.md", toSkill("closed"));
    await chmod(path.join(folder.root, "closed"), 0o000);
    const registry = await folder.open();
    expect(registry.report()).toMatchObject([{ status: "refused", problems: [{ code: "file_unreadable" }] }]);
    await chmod(path.join(folder.root, "closed"), 0o700);
  });

  it("gives files of one id distinct ids, the same ones every time", async () => {
    await folder.write("one/a_b/SKILL.md", toSkill("a-b", { text: "first" }));
    await folder.write("two/a-b/SKILL.md", toSkill("a-b", { text: "second" }));
    await folder.write("two/a-b-2/SKILL.md", toSkill("a-b-2"));
    await folder.write("two/A_B/SKILL.md", toSkill("a-b", { text: "third" }));
    const sources = [
      path.join(folder.root, "one"),
      path.join(folder.root, "two"),
      path.join(folder.root, "one"),
    ];
    const registry = await folder.open({ sources });
    expect(ids(registry)).toEqual(["a-b", "a-b-2", "a-b-3", "a-b-4"]);
    expect(registry.current().find("a-b")?.role).toBe("first");
    expect(registry.report().map(({ id, problems }) => [id, problems.map(({ code }) => code)])).toEqual([
      ["a-b", ["name_differs"]],
      ["a-b-3", ["duplicate_id", "name_differs"]],
      ["a-b-2", []],
      ["a-b-4", ["duplicate_id"]],
    ]);
  });
});

describe("a reference", () => {
  it("resolves as id, then alias, then capability, without regard to case and underscores", async () => {
    const five = "capabilities: track_competitor diff_changes compare_offers find_weakness competitor_report";
    await folder.write(
      "seer/competitor-monitor/SKILL.md",
      toSkill("competitor-monitor", { metadata: `lord: seer\n  aliases: old_name taken\n  ${five}` }),
    );
    await folder.write(
      "taken/SKILL.md",
      toSkill("taken", { metadata: "skills: seer.competitor_monitor nobody" }),
    );
    const registry = await folder.open();
    const find = (reference: string) => registry.current().find(reference)?.id;
    expect(find("Seer.Competitor_Monitor")).toBe("seer.competitor-monitor");
    expect(find("old-name")).toBe("seer.competitor-monitor");
    expect(find("seer.competitor_monitor.track_competitor")).toBe("seer.competitor-monitor");
    expect(find("old_name.diff-changes")).toBe("seer.competitor-monitor");
    expect(find("taken")).toBe("taken");
    expect(find("track_competitor")).toBeUndefined();
    expect(find("constructor")).toBeUndefined();
    expect(
      registry.report().map(({ problems }) => problems.map(({ code, line }) => `${line} ${code}`)),
    ).toEqual([["6 alias_taken"], ["5 skill_unknown"]]);
  });
});

describe("a saved file", () => {
  const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

  it("is in use without a restart, also in a new folder, and gone when it is deleted", async () => {
    await folder.write("a/SKILL.md", toSkill("a", { text: "old" }));
    let changes = 0;
    const registry = await folder.open({ watch: true, onChange: () => changes++ });
    const before = registry.current();

    await folder.write("a/SKILL.md", toSkill("a", { text: "new" }));
    await until(() => expect(registry.current().find("a")?.role).toBe("new"));
    await folder.write("deep/er/b/SKILL.md", toSkill("b"));
    await until(() => expect(ids(registry)).toEqual(["a", "deep.er.b"]));
    await rm(path.join(folder.root, "a"), { recursive: true });
    await until(() => expect(ids(registry)).toEqual(["deep.er.b"]));

    expect(before.find("a")?.role).toBe("old");
    expect(changes).toBe(registry.current().version - before.version);
    expect(folder.logged.map(({ message }) => message)).toEqual([
      "skill reloaded",
      "skill added",
      "skill removed",
    ]);
  });

  it("that is broken leaves the last good version in use and is reported", async () => {
    await folder.write("a/SKILL.md", toSkill("a", { text: "good" }));
    const registry = await folder.open();
    const good = registry.current().find("a")?.hash;
    await folder.write("a/SKILL.md", "---\nname: a\n");
    await registry.refresh();
    expect(registry.current().find("a")?.role).toBe("good");
    expect(registry.report()).toMatchObject([
      { id: "a", status: "refused", inUse: good, problems: [{ code: "frontmatter_unclosed", line: 1 }] },
    ]);
    expect(folder.logged.at(-1)).toMatchObject({ level: "warn", skill: "a" });

    await folder.write("a/SKILL.md", toSkill("a", { text: "mended" }));
    await registry.refresh();
    expect(registry.current().find("a")?.role).toBe("mended");
    expect(registry.report()).toMatchObject([{ status: "ok", problems: [] }]);
  });

  it("changes nothing else: unchanged skills stay the same objects, an unchanged folder the same set", async () => {
    await folder.write("a/SKILL.md", toSkill("a"));
    const registry = await folder.open();
    const set = registry.current();
    await registry.refresh();
    expect(registry.current()).toBe(set);
    expect(Object.isFrozen(set) && Object.isFrozen(set.skills)).toBe(true);
  });

  it("is not read while it is still being written", async () => {
    await folder.write("a/SKILL.md", toSkill("a", { text: "old" }));
    const registry = await folder.open();
    const half = "---\nname: a\ndescr";
    await folder.write("a/SKILL.md", half);
    const refresh = registry.refresh();
    await new Promise((resolve) => setTimeout(resolve, 30));
    // Synchronous, so that it is surely done before the registry looks again.
    writeFileSync(path.join(folder.root, "a/SKILL.md"), toSkill("a", { text: "whole" }));
    await refresh;
    expect(registry.current().find("a")?.role).toBe("whole");
    expect(folder.logged.some(({ level }) => level === "warn")).toBe(false);
  });

  it("is no longer looked for once the registry is closed", async () => {
    await folder.write("a/SKILL.md", toSkill("a"));
    const registry = await folder.open({ watch: true });
    await registry.close();
    await folder.write("b/SKILL.md", toSkill("b"));
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(ids(registry)).toEqual(["a"]);
  });
});
