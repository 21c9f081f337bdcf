import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";
import { compileFunction } from "node:vm";
import { AppError } from "../../domain/errors.ts";
import type { Compile } from "./find-compiler.ts";
import { elideImports } from "./elide-imports.ts";
import { maskCode } from "./mask-code.ts";

export type JavaScript = { source: string; format: "module" | "commonjs" };

type Deps = {
  /** A compiler that the project brings along; null when it has none. */
  compile: () => Compile | null;
  /** "module" or "commonjs" when the nearest package.json says so. */
  packageType(path: string): string | null;
};

/**
 * TypeScript or JSX as JavaScript. Types are blanked out, which needs no compiler and keeps every place; what has code
 * behind it (enums, parameter properties, decorators, JSX) goes to the compiler of the project. Throws
 * `config_invalid`.
 */
export function toJavaScript(path: string, { compile, packageType }: Deps): JavaScript {
  const source = readFileSync(path, "utf8");
  const code = strip(path, source) ?? compileBy(compile(), path, source);
  const isModule =
    extname(path) === ".mts" ||
    (extname(path) !== ".cts" && (packageType(path) === "module" || !isScript(code)));
  if (!isModule) return { source: code, format: "commonjs" };
  return { source: packageType(path) === "module" ? code : withScriptNames(code), format: "module" };
}

/** null when it takes more than that. */
function strip(path: string, source: string): string | null {
  if (extname(path).endsWith("x")) return null;
  try {
    const stripped = quietly(() => stripTypeScriptTypes(source, { mode: "strip" }));
    return hasDecorators(stripped) ? null : elideImports(source, stripped);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX")
      return null;
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new AppError("config_invalid", `${path} is not valid TypeScript: ${reason}`, {
      fix: "Correct the syntax.",
      cause: error,
    });
  }
}

/** They stay when types go, and Node does not know them. */
function hasDecorators(code: string): boolean {
  return DECORATOR.test(code) && DECORATOR.test(maskCode(code));
}

const DECORATOR = /^[ \t]*@[A-Za-z_$][\w$.]*(?:\(|\s)/m;

/** Node says at the first call that the function may change; the people who host a project cannot do anything about it. */
function quietly<T>(work: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function compileBy(compile: Compile | null, path: string, source: string): string {
  if (compile !== null) return compile(source, path);
  throw new AppError(
    "config_invalid",
    `${path} uses syntax that needs a compiler (enum, namespace, parameter property, decorator or JSX), and the project has none`,
    {
      fix: "Install one in the project (npm install --save-dev typescript), or write it without that syntax.",
    },
  );
}

/** Whether it can be run as CommonJS: no import, export, import.meta or await at its top. */
function isScript(code: string): boolean {
  try {
    compileFunction(code, ["exports", "require", "module", "__filename", "__dirname"]);
    return true;
  } catch {
    return false;
  }
}

const SCRIPT_NAMES = {
  __filename: "import.meta.filename",
  __dirname: "import.meta.dirname",
  require: 'process.getBuiltinModule("node:module").createRequire(import.meta.url)',
};

/**
 * A package that does not say "module" compiles to CommonJS elsewhere, so its ES syntax may stand beside names that only
 * CommonJS has. They are added in front, on the first line, so that places stay.
 */
function withScriptNames(code: string): string {
  const added = Object.entries(SCRIPT_NAMES).filter(([name]) => {
    const isUsed = RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(code);
    return isUsed && !RegExp(`(?:const|let|var|function)\\s+${name}(?![\\w$])`).test(code);
  });
  const head = added.map(([name, value]) => `const ${name} = ${value};`).join(" ");
  return head === "" ? code : `${head} ${code}`;
}
