import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import type { ModuleRef, Project } from "../project.ts";

/** The files of one graph's user interface by name: `entrypoint.js`, and `entrypoint.css` when it has styles. */
export type UiFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

export type BuiltUi = { files: UiFiles; globalName: string };

type Plugin = { name: string; setup(build: PluginBuild): void };
type PluginBuild = {
  onResolve(options: { filter: RegExp }, resolve: (call: { path: string }) => object | undefined): void;
  onLoad(options: { filter: RegExp; namespace: string }, load: (call: { path: string }) => object): void;
};
/** The part of `esbuild` that is used. */
type Esbuild = {
  build(options: object): Promise<{ outputFiles: { path: string; contents: Uint8Array<ArrayBuffer> }[] }>;
};

/** What the page brings along, so that components and page hold the same React in their hands. */
const SHARED = [
  "react",
  "react-dom",
  "react/jsx-runtime",
  "@langchain/langgraph-sdk/react",
  "@langchain/langgraph-sdk/react-ui",
];

const INLINED = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".woff", ".woff2", ".ttf"];

/** Bundles the components of each graph. Throws `config_invalid`. */
export async function buildUi(
  { entries, shared }: NonNullable<Project["ui"]>,
  folder: string,
): Promise<Map<string, BuiltUi>> {
  const esbuild = loadEsbuild(folder);
  const built = new Map<string, BuiltUi>();
  for (const [graphId, ref] of Object.entries(entries)) {
    const globalName = `__LGUI_${graphId.replace(/[^a-zA-Z0-9]/g, "_")}`;
    built.set(graphId, { globalName, files: await bundle({ esbuild, ref, globalName, shared, folder }) });
  }
  return built;
}

/** The project's own, else one that lies beside this service. */
function loadEsbuild(folder: string): Esbuild {
  for (const from of [join(folder, "package.json"), import.meta.url]) {
    try {
      const loaded: Esbuild = createRequire(from)("esbuild");
      return loaded;
    } catch {
      // The next place, or none.
    }
  }
  throw new AppError(
    "config_invalid",
    "ui: the user interface of a graph is bundled with esbuild, which is not there",
    {
      fix: "Install it in the project: npm install --save-dev esbuild; or leave ui out, or set http.disable_ui.",
    },
  );
}

type Bundling = { esbuild: Esbuild; ref: ModuleRef; globalName: string; shared: string[]; folder: string };

async function bundle({ esbuild, ref, globalName, shared, folder }: Bundling): Promise<UiFiles> {
  try {
    const { outputFiles } = await esbuild.build({
      stdin: { contents: toEntry(ref.path), resolveDir: folder, sourcefile: "entrypoint.tsx", loader: "tsx" },
      entryNames: "entrypoint",
      outdir: folder,
      absWorkingDir: folder,
      write: false,
      bundle: true,
      minify: true,
      format: "iife",
      globalName,
      platform: "browser",
      target: "es2020",
      jsx: "automatic",
      logLevel: "silent",
      define: { "process.env.NODE_ENV": '"production"' },
      loader: Object.fromEntries(INLINED.map((ending) => [ending, "dataurl"])),
      plugins: [createSharedPlugin([...SHARED, ...shared]), ...loadTailwind(folder)],
    });
    return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("config_invalid", `${ref.key}: ${ref.path} does not bundle: ${reason}`, {
      fix: "Correct the code; its default export is an object of components by name.",
      cause,
    });
  }
}

/** What the script of a page calls: it hands a component to the page's own React, with a place to draw it. */
function toEntry(path: string): string {
  return `
    import components from ${JSON.stringify(path)};
    export function render(name, shadowRootId) {
      const root = document.getElementById(shadowRootId).shadowRoot;
      const target = document.createElement("div");
      root.appendChild(target);
      globalThis[Symbol.for("LGUI_EXT_STORE")].respond(shadowRootId, components[name], target);
    }`;
}

function createSharedPlugin(names: readonly string[]): Plugin {
  return {
    name: "shared-with-page",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path }) =>
        names.includes(path) ? { path, namespace: "shared" } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({
        contents: `module.exports = globalThis[Symbol.for("LGUI_REQUIRE")](${JSON.stringify(path)});`,
        loader: "js",
      }));
    },
  };
}

/** Styles written for Tailwind need its plugin, which a project that uses it has. */
function loadTailwind(folder: string): unknown[] {
  try {
    const loaded: unknown = createRequire(join(folder, "package.json"))("esbuild-plugin-tailwindcss");
    const plugin =
      typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : loaded;
    return typeof plugin === "function" ? [plugin()] : [];
  } catch {
    return [];
  }
}
