import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHome, type Home, runCommand } from "../support/spawn-product.ts";
import { DESK } from "./support/desk.ts";
import { type WrittenProject, writeProject } from "./support/written-project.ts";

let home: Home;
let project: WrittenProject;
let config: string;

beforeAll(async () => {
  home = await createHome();
  // Neither command runs the project's code.
  project = await writeProject({ graphs: { echo: "./graph.ts:graph" } }, {});
  config = join(project.folder, "langgraph.json");
});
afterAll(async () => {
  await project.discard();
  await home.discard();
});

describe("migrate and doctor", () => {
  test("migrate brings the database up to date, as often as it is called", async () => {
    for (let time = 0; time < 2; time++) {
      const { code, out } = await runCommand(["migrate"], home.env);
      expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("up to date") });
    }
  }, 60_000);

  test("doctor finds nothing in the way", async () => {
    const { code, out } = await runCommand(["doctor", "--config", config], home.env);
    expect({ code, out }).toMatchObject({ code: 0 });
    for (const name of ["node", "project", "database", "access"]) expect(out).toMatch(RegExp(`ok +${name}`));
  });

  test("doctor says what is in the way, and ends with 1", async () => {
    const { code, out } = await runCommand(["doctor"], {
      ...home.env,
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing",
      HOST: "0.0.0.0",
    });
    expect(code).toBe(1);
    expect(out).toMatch(/problem +database .*127\.0\.0\.1:1/);
    expect(out).toMatch(/problem +access/);
    const settings = await runCommand(["doctor"], { ...home.env, PORT: "many" });
    expect(settings).toMatchObject({ code: 1, out: expect.stringMatching(/problem +settings .*PORT/) });
  });

  test("doctor asks Redis, without which everything works too", async () => {
    const answers: string[] = [];
    const redis = createServer((socket) =>
      socket.on("data", (data) => {
        answers.push(String(data));
        socket.write("+OK\r\n+PONG\r\n");
      }),
    );
    await new Promise<void>((resolve) => redis.listen(0, "127.0.0.1", resolve));
    const { port } = redis.address() as AddressInfo;
    const up = await runCommand(["doctor"], { ...home.env, REDIS_URL: `redis://:pa%24s@127.0.0.1:${port}` });
    expect(up).toMatchObject({ code: 0, out: expect.stringMatching(/ok +redis/) });
    expect(answers.join("")).toContain("pa$s");
    expect(up.out).not.toContain("pa$s");
    redis.close();
    const down = await runCommand(["doctor"], { ...home.env, REDIS_URL: "redis://127.0.0.1:1" });
    expect(down).toMatchObject({ code: 0, out: expect.stringMatching(/warning +redis/) });
  });

  test("doctor warns of keys that have no effect", async () => {
    const { code, out } = await runCommand(["doctor", "--config", DESK], home.env);
    expect(code).toBe(0);
    expect(out).toMatch(/warning +settings .*colour_of_the_desk/);
  });
});
