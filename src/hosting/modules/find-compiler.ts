import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { existsSync } from "node:fs";

/** Source of one file to JavaScript with an inline source map; imports that only types use are gone. */
export type Compile = (source: string, path: string) => string;

/** The part of `typescript` that is used. */
type TypeScript = {
  transpileModule(source: string, options: object): { outputText: string };
  readConfigFile(path: string, read: (path: string) => string | undefined): { config?: unknown };
  parseJsonConfigFileContent(json: unknown, host: object, folder: string): { options: object };
  sys: { readFile(path: string): string | undefined };
};

/** The part of `esbuild` that is used. */
type Esbuild = { transformSync(source: string, options: object): { code: string } };

/**
 * The compiler that the project has installed: `typescript`, which follows its tsconfig.json to the letter, else
 * `esbuild`; null when it has neither.
 */
export function findCompiler(folder: string): Compile | null {
  const require = createRequire(join(folder, "package.json"));
  const typescript = tryRequire(require, "typescript");
  if (isTypeScript(typescript)) return createTypeScriptCompile(typescript, findTsconfig(folder));
  const esbuild = tryRequire(require, "esbuild");
  return isEsbuild(esbuild) ? createEsbuildCompile(esbuild) : null;
}

function tryRequire(require: NodeJS.Require, name: string): unknown {
  try {
    const loaded: unknown = require(name);
    return loaded;
  } catch {
    return undefined;
  }
}

function isTypeScript(value: unknown): value is TypeScript {
  return typeof value === "object" && value !== null && "transpileModule" in value;
}

function isEsbuild(value: unknown): value is Esbuild {
  return typeof value === "object" && value !== null && "transformSync" in value;
}

export function findTsconfig(folder: string): string | null {
  const path = join(folder, "tsconfig.json");
  if (existsSync(path)) return path;
  const above = dirname(folder);
  return above === folder ? null : findTsconfig(above);
}

function createTypeScriptCompile(typescript: TypeScript, tsconfig: string | null): Compile {
  const own = tsconfig === null ? {} : readOptions(typescript, tsconfig);
  const compilerOptions = {
    ...own,
    // 99 is ESNext, 200 Preserve: import and export stay as they are written.
    target: 99,
    module: 99,
    moduleResolution: undefined,
    verbatimModuleSyntax: false,
    isolatedModules: true,
    inlineSourceMap: true,
    sourceMap: false,
    declaration: false,
    declarationMap: false,
    composite: false,
    incremental: false,
    noEmit: false,
    jsx: 4,
  };
  return (source, path) => typescript.transpileModule(source, { fileName: path, compilerOptions }).outputText;
}

function readOptions(typescript: TypeScript, tsconfig: string): object {
  const { config = {} } = typescript.readConfigFile(tsconfig, (path) => typescript.sys.readFile(path));
  // Without the files it names: reading a large tree for them would take long.
  const options = { ...Object(config), files: [], include: [] };
  return typescript.parseJsonConfigFileContent(options, typescript.sys, dirname(tsconfig)).options;
}

function createEsbuildCompile(esbuild: Esbuild): Compile {
  return (source, path) =>
    esbuild.transformSync(source, {
      loader: path.endsWith("x") ? "tsx" : "ts",
      format: "esm",
      target: "esnext",
      jsx: "automatic",
      sourcemap: "inline",
      sourcefile: path,
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false, experimentalDecorators: true } },
    }).code;
}
