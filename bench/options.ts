import { parseArgs } from "node:util";
import { TARGETS } from "./targets/targets.ts";
import { CLIENT_COUNTS, WORKLOADS } from "./workloads.ts";

export type Options = {
  seconds: number;
  rounds: number;
  concurrency: number;
  out: string | null;
  profile: string | null;
  targets: string[];
  workloads: string[];
  clients: number[];
};

const TARGET_IDS = TARGETS.map(({ id }) => id);
const WORKLOAD_IDS: string[] = WORKLOADS.map(({ id }) => id);
const CLIENT_WORDS = CLIENT_COUNTS.map(String);

export const USAGE = `node bench/run.ts [options]

  --seconds N       measure each cell for about N seconds (3)
  --rounds N        in so many turns between the targets (3)
  --only WORDS      only some cells, e.g. "embedded,one-node,10"
                    targets    ${TARGET_IDS.join(", ")}
                    workloads  ${WORKLOAD_IDS.join(", ")}
                    clients    ${CLIENT_WORDS.join(", ")}
  --concurrency N   runs that RaptorFlow executes at once (100, its default)
  --profile FOLDER  write a CPU profile of each server there
  --out FILE        write the tables to a file too

RAPTORFLOW_BENCH_DATABASE_URL names a PostgreSQL with pgvector; without it .ci/services.sh starts one.`;

/** null asks for the usage. Throws on what it does not know. */
export function parseOptions(words: string[]): Options | null {
  const { values } = parseArgs({
    args: words,
    options: {
      seconds: { type: "string", default: "3" },
      rounds: { type: "string", default: "3" },
      only: { type: "string", default: "" },
      concurrency: { type: "string", default: "100" },
      profile: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const wanted = values.only.split(",").filter((word) => word !== "");
  const unknown = wanted.filter((word) => ![...TARGET_IDS, ...WORKLOAD_IDS, ...CLIENT_WORDS].includes(word));
  if (unknown.length > 0) throw new Error(`--only does not know ${unknown.join(", ")}\n\n${USAGE}`);
  return {
    seconds: toPositive("--seconds", values.seconds),
    rounds: Math.ceil(toPositive("--rounds", values.rounds)),
    concurrency: toPositive("--concurrency", values.concurrency),
    profile: values.profile ?? null,
    out: values.out ?? null,
    targets: narrow(TARGET_IDS, wanted),
    workloads: narrow(WORKLOAD_IDS, wanted),
    clients: narrow(CLIENT_WORDS, wanted).map(Number),
  };
}

/** Those that are wanted; all when none of this kind is named. */
function narrow(known: string[], wanted: string[]): string[] {
  const named = known.filter((word) => wanted.includes(word));
  return named.length === 0 ? known : named;
}

function toPositive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${name} takes a number above zero, not ${text}`);
  return number;
}
