import { AppError } from "../domain/errors.ts";
import { toModuleRef } from "./module-ref.ts";
import { loadExport } from "./modules/load-export.ts";
import type { Project } from "./project.ts";
import { toDescribed } from "./to-graph.ts";

export type EmbedTexts = (texts: string[]) => Promise<number[][]>;

/** What `store.index.embed` names: a function of the project, or a model of a provider by `provider:model`. */
export type EmbedSource = { embed: EmbedTexts } | { provider: string; model: string };

/** Throws `config_invalid`. */
export async function loadEmbed(written: string, { folder, file }: Project): Promise<EmbedSource> {
  const [provider = "", model = ""] = written.split(":");
  if (/^[a-z_]+$/.test(provider) && model !== "" && !/\.[cm]?[jt]s/.test(written)) {
    return { provider, model: written.slice(provider.length + 1) };
  }
  const ref = toModuleRef("store.index.embed", written, { folder, file });
  const exported = await loadExport(ref);
  const embed = toEmbed(exported);
  if (embed !== null) return { embed };
  throw new AppError("config_invalid", `${ref.key}: ${written} is ${toDescribed(exported)}`, {
    fix: "Export a function from texts to vectors, or an Embeddings object of LangChain.",
  });
}

function toEmbed(value: unknown): EmbedTexts | null {
  if (typeof value === "function") return async (texts) => value(texts);
  if (typeof value !== "object" || value === null || !("embedDocuments" in value)) return null;
  const embeddings: Record<string, unknown> = Object(value);
  const { embedDocuments } = embeddings;
  return typeof embedDocuments === "function" ? async (texts) => embedDocuments.call(value, texts) : null;
}
