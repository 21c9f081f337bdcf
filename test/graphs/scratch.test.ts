import { it } from "vitest";
import { createModelGateway } from "../../src/models/gateway.ts";
import { createToolRegistry } from "../../src/tools/registry.ts";
import { createFestivalCalendar } from "../../src/india/festival-calendar.ts";
import { createMemoryKnowledge } from "../../graphs/standalone/memory-knowledge.ts";
import { CLOCK, loadTestSkills, openQueen, REAL_SKILLS, routeTo } from "./queen-fixture.ts";
it("x", async () => {
  const skills = await loadTestSkills(REAL_SKILLS);
  const knowledge = createMemoryKnowledge();
  const q = openQueen({ skills, router: routeTo("campaign.diwali"), models: createModelGateway({ clock: CLOCK, settings: { openaiApiKey: null, openaiBaseUrl: null, tiers: {}, timeouts: { firstTokenMs: 1000, silenceMs: 1000, totalMs: 1000 } } }), tools: createToolRegistry({ knowledge, festivals: createFestivalCalendar() }), knowledge, log: { warn: console.log, error: console.log } });
  const { chunks, custom } = await q.ask("Plan a Diwali campaign for my sweet shop in Pune, budget 2 lakh");
  console.log(custom.map((c) => JSON.stringify(c).slice(0, 300)).join("\n"));
  console.log(chunks.map(([ns, m, p]) => ns.join("|").slice(0, 60) + " " + m + " " + (m === "messages" ? JSON.stringify((p as any)[0].id + " " + (p as any)[0].content + (p as any)[0].type) : Object.keys(p as object))).filter((l, i) => !l.includes("messages") || i % 40 === 0).join("\n"));
  console.log(await q.interrupts());
  const v = await q.values();
  console.log(JSON.stringify({ ...v, results: undefined, perception: undefined, answer: undefined }, null, 1).slice(0, 15000));
}, 60000);
