#!/usr/bin/env node
// Plain JavaScript that any Node from 12 on can parse. The service itself needs Node 22.18 or newer; the project
// brings one along (an optional dependency), and this file goes over to it when the Node at hand is too old.
import { spawn } from "child_process";
import { existsSync } from "fs";
import { createRequire } from "module";
import { dirname, join } from "path";
import { fileURLToPath } from "url";

const self = fileURLToPath(import.meta.url);

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major === 22) return minor >= 18;
  if (major === 23) return minor >= 6;
  return major > 23;
}

/** The Node of the project, or "". */
function findOwnNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const packages = [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`];
  for (const name of packages) {
    try {
      const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
      const file = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
      if (existsSync(file)) return file;
    } catch {
      // Not installed: the next name, or none.
    }
  }
  return "";
}

/** A signal to npm ends npm and the shell below it, not the service below that: it would stay and hold the data. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== "start") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  timer.unref();
}

/** Runs this file again with `node`; signals go down, the exit code comes up. */
function goOver(node) {
  const child = spawn(node, [self].concat(process.argv.slice(2)), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both; the child would count a second one.
      if (!(signal === "SIGINT" && process.stdin.isTTY)) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    console.error(`raptorflow: cannot start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

async function start() {
  // LangChain reads this when it is first imported. On its background queue, streams of concurrent runs end early.
  process.env.LANGCHAIN_CALLBACKS_BACKGROUND = "false";
  const { runCli } = await import("../src/cli/main.ts");
  process.exitCode = await runCli(process.argv.slice(2));
}

stopWithNpm();
const version = process.versions.node;
const ownNode = isNewEnough(version) ? "" : findOwnNode();
if (isNewEnough(version)) {
  start().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
} else if (ownNode !== "") {
  goOver(ownNode);
} else {
  console.error(
    `raptorflow needs Node.js 22.18 or newer; this is ${version}. Run "npm ci" in the project folder, which` +
      " brings a Node.js along, or install one from https://nodejs.org.",
  );
  process.exitCode = 1;
}
