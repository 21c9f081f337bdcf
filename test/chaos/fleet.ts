import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export type ProcessOptions = { databaseUrl: string; redisUrl: string; folder: string; leaseMs: number };

/** Processes of one service, of which some may be dead or stand still at any time. */
export type Fleet = {
  /** Of a process that was alive when it was last seen. */
  pickUrl(): Promise<string>;
  /** Kills one without a word and starts another in its place. */
  kill(): Promise<void>;
  /** Tells one to stop, and starts another in its place. */
  terminate(): Promise<void>;
  /** Lets one stand still for a while. */
  freeze(ms: number): Promise<void>;
  stop(): Promise<void>;
};

type Member = { child: ChildProcess; url: string };

const SCRIPT = fileURLToPath(new URL("process.ts", import.meta.url));
const START_AGAIN_MS = 500;

export async function startFleet(size: number, options: ProcessOptions): Promise<Fleet> {
  const members: (Member | null)[] = Array.from({ length: size }, () => null);
  const log = createWriteStream(join(options.folder, "processes.log"), { flags: "a" });
  let stopped = false;

  async function start(): Promise<Member> {
    const child = spawn(process.execPath, [SCRIPT, JSON.stringify(options)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr.pipe(log, { end: false });
    let out = "";
    return new Promise((resolve, reject) => {
      child.stdout.on("data", (chunk) => {
        out += String(chunk);
        const url = /ready (\S+)\n/.exec(out)?.[1];
        if (url !== undefined) resolve({ child, url });
      });
      child.once("exit", (code) => reject(new Error(`A process ended with ${String(code)} at its start`)));
    });
  }
  /** Again and again: the database may be away just now. */
  async function startUntilItRuns(): Promise<Member> {
    for (;;) {
      try {
        return await start();
      } catch (error) {
        if (stopped) throw error;
        await sleep(START_AGAIN_MS);
      }
    }
  }
  function pick(): { member: Member; place: number } | null {
    const alive = [...members.entries()].filter((entry): entry is [number, Member] => entry[1] !== null);
    const [place, member] = alive[Math.floor(Math.random() * alive.length)] ?? [];
    return member === undefined || place === undefined ? null : { member, place };
  }
  async function replace(signal: NodeJS.Signals): Promise<void> {
    const picked = pick();
    if (picked === null) return;
    const { member, place } = picked;
    members[place] = null;
    const gone = once(member.child, "exit");
    member.child.kill(signal);
    await gone;
    if (stopped) return;
    const heir = await startUntilItRuns();
    if (stopped) heir.child.kill("SIGKILL");
    else members[place] = heir;
  }
  async function stop(): Promise<void> {
    stopped = true;
    await Promise.all(
      members.map(async (member) => {
        if (member === null || member.child.exitCode !== null || member.child.signalCode !== null) return;
        const gone = once(member.child, "exit");
        member.child.kill("SIGCONT");
        member.child.kill("SIGKILL");
        await gone;
      }),
    );
    log.end();
  }
  const starts = await Promise.allSettled(members.map(async (_, place) => (members[place] = await start())));
  const failed = starts.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") {
    await stop();
    throw failed.reason;
  }

  return {
    async pickUrl() {
      for (let picked = pick(); ; picked = pick()) {
        if (picked !== null) return picked.member.url;
        await sleep(50);
      }
    },
    kill: () => replace("SIGKILL"),
    terminate: () => replace("SIGTERM"),
    async freeze(ms) {
      const { child } = pick()?.member ?? {};
      child?.kill("SIGSTOP");
      await sleep(ms);
      child?.kill("SIGCONT");
    },
    stop,
  };
}
