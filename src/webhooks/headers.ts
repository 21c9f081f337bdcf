import { AppError } from "../domain/errors.ts";

type Lookup = { prefix: string; environment: Readonly<Record<string, string | undefined>> };

const REFERENCE = /\$\{\{\s*env\.(\w+)\s*\}\}/g;
const NAME = /^[!#$%&'*+.^`|~\w-]+$/;
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;
/** Said by the delivery itself. */
const OWN = /^(webhook-.*|content-type|content-length|host|connection|transfer-encoding)$/;

/**
 * The headers of the configuration with the values that they take from the environment. Only names with the prefix are
 * looked up, so that a configuration file cannot send any secret anywhere. Throws `config_invalid`.
 */
export function toWebhookHeaders(
  written: Readonly<Record<string, string>>,
  lookup: Lookup,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [toName(name), toValue(name, value, lookup)]),
  );
}

function toName(written: string): string {
  const name = written.toLowerCase();
  if (!NAME.test(name)) throw invalid(written, "is no name of a header", "Use letters, digits and hyphens.");
  if (OWN.test(name)) throw invalid(written, "is set by the delivery itself", "Use another name.");
  return name;
}

function toValue(header: string, written: string, { prefix, environment }: Lookup): string {
  const value = written.replace(REFERENCE, (_, name: string) => {
    if (!name.startsWith(prefix)) {
      throw invalid(
        header,
        `refers to ${name}, which does not begin with ${prefix}`,
        "Rename the variable, or set webhooks.env_prefix.",
      );
    }
    const found = environment[name];
    if (found === undefined || found === "")
      throw invalid(header, `refers to ${name}, which is not set`, `Set ${name}.`);
    return found;
  });
  if (CONTROL.test(value)) throw invalid(header, "holds a line break", "Headers are one line.");
  return value;
}

function invalid(header: string, detail: string, fix: string): AppError {
  return new AppError("config_invalid", `webhooks.headers: ${header} ${detail}`, { fix });
}
