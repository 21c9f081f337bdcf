import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID, newId } from "../../src/domain/ids.ts";
import { createSkillVersions } from "../../src/skills/skill-versions.ts";
import { openTestDatabase } from "../support/database.ts";
import { compileGood, toSource } from "./skill-source.ts";

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const skill = compileGood(
  toSource("## Inputs\n| name | type |\n|---|---|\n| a | money |\n\n## Method\n\nदिवाली 🪔\n"),
);

describe("the kept versions of a skill", () => {
  it("come back as they were, and are kept once", async () => {
    const versions = createSkillVersions({ db });
    await versions.keep(LOCAL_TENANT_ID, skill);
    await versions.keep(LOCAL_TENANT_ID, skill);
    expect(await versions.load(LOCAL_TENANT_ID, skill)).toEqual(skill);
    const rows = await db.run(LOCAL_TENANT_ID, "select skill_id, hash from skill_versions");
    expect(rows).toEqual([{ skill_id: skill.id, hash: skill.hash }]);
  });

  it("stay when the skill changes", async () => {
    const versions = createSkillVersions({ db });
    const next = compileGood(toSource("Something else"));
    await versions.keep(LOCAL_TENANT_ID, skill);
    await versions.keep(LOCAL_TENANT_ID, next);
    expect((await versions.load(LOCAL_TENANT_ID, skill))?.inputs).toHaveLength(1);
    expect((await versions.load(LOCAL_TENANT_ID, next))?.inputs).toHaveLength(0);
  });

  it("are not there for another tenant, id or hash", async () => {
    const versions = createSkillVersions({ db });
    await versions.keep(LOCAL_TENANT_ID, skill);
    expect(await versions.load(newId(), skill)).toBeUndefined();
    expect(await versions.load(LOCAL_TENANT_ID, { id: "other", hash: skill.hash })).toBeUndefined();
    expect(await versions.load(LOCAL_TENANT_ID, { id: skill.id, hash: "0" })).toBeUndefined();
  });

  it("that cannot be compiled any more are a clear error", async () => {
    const versions = createSkillVersions({ db });
    await versions.keep(LOCAL_TENANT_ID, { ...skill, hash: "broken", source: "# No front matter" });
    await expect(versions.load(LOCAL_TENANT_ID, { id: skill.id, hash: "broken" })).rejects.toMatchObject({
      code: "skill_invalid",
    });
  });
});
