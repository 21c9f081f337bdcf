import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("load-script.ts", import.meta.url));
const MODULES = fileURLToPath(new URL("../../../node_modules/", import.meta.url));

export type Loaded = {
  values?: Record<string, Record<string, unknown>>;
  code?: string;
  detail?: string;
  fix?: string;
  /** What was logged. */
  lines: string[];
};

export type WrittenProject = {
  folder: string;
  /** A package of this service's own node_modules: linked, or copied as another copy of it. */
  install(name: string, how: "link" | "copy"): Promise<void>;
  write(path: string, text: string): Promise<void>;
  load(input?: object): Promise<Loaded>;
  discard(): Promise<void>;
};

/** A project in a folder of its own, far from ours; `langgraph.json` is written from the object. */
export async function writeProject(
  langgraph: object,
  files: Record<string, string>,
): Promise<WrittenProject> {
  const folder = await mkdtemp(join(tmpdir(), "hosted-"));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await write("langgraph.json", JSON.stringify(langgraph));
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return {
    folder,
    write,
    async install(name, how) {
      const target = join(folder, "node_modules", name);
      await mkdir(dirname(target), { recursive: true });
      await (how === "link"
        ? symlink(join(MODULES, name), target)
        : cp(join(MODULES, name), target, { recursive: true }));
    },
    load: (input = {}) => load(join(folder, "langgraph.json"), input),
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

async function load(file: string, input: object): Promise<Loaded> {
  const child = spawn(process.execPath, [SCRIPT, file, JSON.stringify(input)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let errors = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (errors += String(chunk)));
  await once(child, "close");
  try {
    return JSON.parse(out);
  } catch {
    throw new Error(`It printed no result: ${out}${errors}`);
  }
}
