type Explained = { detail: string; fix: string };

/** Why code of a project did not load, and what its author does about it. */
export function explainLoadFailure(cause: unknown): Explained {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const at = toPlace(error);
  const detail = `${error.message.trim()}${at === "" ? "" : ` (${at})`}`;
  return { detail, fix: toFix(error) };
}

function toFix(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") {
    const name = /'([^'./][^']*)'/.exec(error.message)?.[1];
    if (name === undefined || name.startsWith("/")) return "Correct the import, or add the file.";
    return /^[@~#]\//.test(name)
      ? "Name the folder that it stands for in compilerOptions.paths of tsconfig.json."
      : `Install it in the project: npm install ${toPackage(name)}.`;
  }
  if (/does not provide an export named/.test(error.message)) {
    return "Import types with `import type`; a value must be exported by the version that is installed.";
  }
  if (/Top-level await|require\(\) of ES Module|ERR_REQUIRE/.test(error.message + code)) {
    return 'Make the project an ES module: "type": "module" in its package.json.';
  }
  return "Correct the code; it runs once when the service starts.";
}

function toPackage(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** `file:line:column` of the first line of the stack that is not inside Node or a package. */
function toPlace(error: Error): string {
  const lines = (error.stack ?? "").split("\n");
  for (const line of lines) {
    const place = /(?:file:\/\/|[\s(]|^)(\/[^\s()]+:\d+(?::\d+)?)/.exec(line)?.[1];
    if (place !== undefined && !place.includes("/node_modules/") && !place.includes("/src/hosting/modules/"))
      return place;
  }
  return "";
}
