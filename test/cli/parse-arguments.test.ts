import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/cli/parse-arguments.ts";
import { UsageError } from "../../src/cli/usage.ts";

const threadId = "0198c2d4-7c1e-7000-8000-000000000001";

describe("commands", () => {
  test("nothing, help, -h and a command with --help show the help", () => {
    for (const argv of [[], ["help"], ["--help"], ["-h"], ["ask", "--help"]]) {
      expect(parseArguments(argv)).toEqual({ name: "help" });
    }
  });

  test("export and import take one file, and the settings of a project", () => {
    const nothing = { port: null, host: null, development: false };
    for (const name of ["export", "import"]) {
      expect(parseArguments([name, "a.gz"])).toEqual({ name, file: "a.gz", configFile: null, ...nothing });
      expect(parseArguments([name, "a.gz", "--config", "b.json"])).toMatchObject({ configFile: "b.json" });
      for (const wrong of [[], ["a.gz", "b.gz"], ["a.gz", "--all"], [" "]])
        expect(() => parseArguments([name, ...wrong])).toThrow(UsageError);
    }
  });

  test("serve, alone and with what the command line says of it", () => {
    const nothing = { configFile: null, port: null, host: null, development: false };
    expect(parseArguments(["serve"])).toEqual({ name: "serve", takesRuns: true, ...nothing });
    const options = [
      "--config",
      "a/langgraph.json",
      "--port",
      "0",
      "--host",
      "0.0.0.0",
      "--no-worker",
      "--dev",
    ];
    expect(parseArguments(["serve", ...options])).toEqual({
      name: "serve",
      takesRuns: false,
      configFile: "a/langgraph.json",
      port: 0,
      host: "0.0.0.0",
      development: true,
    });
    for (const name of ["worker", "migrate", "doctor"]) {
      expect(parseArguments([name, "--config", "b.json"])).toEqual({
        name,
        ...nothing,
        configFile: "b.json",
      });
    }
  });

  test("ask takes a prompt and its options in any order", () => {
    const wanted = { name: "ask", prompt: "Plan Diwali", threadId, json: true, url: "http://localhost:3000" };
    const options = ["--thread", threadId, "--json", "--url", "http://localhost:3000"];
    expect(parseArguments(["ask", "Plan Diwali", ...options])).toEqual(wanted);
    expect(parseArguments(["ask", ...options, "Plan Diwali"])).toEqual(wanted);
  });

  test("ask without options", () => {
    expect(parseArguments(["ask", "Hi"])).toEqual({
      name: "ask",
      prompt: "Hi",
      threadId: null,
      json: false,
      url: null,
    });
  });

  test("foundation and knowledge", () => {
    const options = { json: false, url: null };
    expect(parseArguments(["foundation", "get"])).toEqual({ name: "foundation get", ...options });
    expect(parseArguments(["foundation", "set", "f.yaml"])).toEqual({
      name: "foundation set",
      file: "f.yaml",
      ...options,
    });
    expect(parseArguments(["knowledge", "list"])).toEqual({ name: "knowledge list", ...options });
    expect(parseArguments(["skills"])).toEqual({ name: "skills", ...options });
    const added = { name: "knowledge add", files: ["a.md", "b.md"], ...options };
    expect(parseArguments(["knowledge", "add", "a.md", "b.md"])).toEqual(added);
  });
});

test.each([
  ["an unknown command", ["aks", "Hi"]],
  ["ask without a prompt", ["ask"]],
  ["ask with an empty prompt", ["ask", "  "]],
  ["ask with an unquoted prompt", ["ask", "Plan", "Diwali"]],
  ["a thread id that is none", ["ask", "Hi", "--thread", "latest"]],
  ["an unknown option", ["ask", "Hi", "--model", "x"]],
  ["an option without its value", ["ask", "Hi", "--thread"]],
  ["an address that is none", ["ask", "Hi", "--url", "localhost:2024"]],
  ["an option of another command", ["foundation", "get", "--thread", threadId]],
  ["foundation set without a file", ["foundation", "set"]],
  ["foundation set with two files", ["foundation", "set", "a.yaml", "b.yaml"]],
  ["knowledge add without a file", ["knowledge", "add"]],
  ["skills with a word", ["skills", "content.email"]],
  ["serve with a word", ["serve", "langgraph.json"]],
  ["serve with an option of another command", ["serve", "--json"]],
  ["a port that is none", ["serve", "--port", "http"]],
  ["a port that is too high", ["serve", "--port", "70000"]],
  ["an empty path", ["serve", "--config", ""]],
  ["a worker with a port", ["worker", "--port", "3000"]],
  ["migrate with a host", ["migrate", "--host", "127.0.0.1"]],
])("%s is wrong usage, and the error says what to write", (_name, argv) => {
  const parse = () => parseArguments(argv);
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(expect.objectContaining({ instead: expect.stringMatching(/raptorflow|--url/) }));
});
