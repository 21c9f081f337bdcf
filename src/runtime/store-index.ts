import type { Config } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { type EmbedTexts, loadEmbed } from "../hosting/load-embed.ts";
import type { Project } from "../hosting/project.ts";
import type { StoreIndex } from "../store/tenant-scope.ts";

type IndexDeps = { config: Config; project: Project };

const WHOLE_VALUE = ["$"];

/** How the store finds things by meaning, as `store.index` says; null without it. Throws `config_invalid`. */
export async function loadStoreIndex({ config, project }: IndexDeps): Promise<StoreIndex | null> {
  const { index } = project.store;
  if (index === null) return null;
  const source = await loadEmbed(index.embed, project);
  const { dims, fields } = index;
  const embed = "embed" in source ? source.embed : await openModel({ ...source, dims, config, project });
  return { embed, dims, fields: fields ?? WHOLE_VALUE };
}

type Named = IndexDeps & { provider: string; model: string; dims: number };

async function openModel({ provider, model, dims, config, project }: Named): Promise<EmbedTexts> {
  if (provider !== "openai") {
    throw new AppError("config_invalid", `store.index.embed: the provider "${provider}" is not known`, {
      fix: 'Write "openai:text-embedding-3-small", or the file and export of a function of yours.',
    });
  }
  // The project's own key counts where the service has none.
  const apiKey = config.models.openaiApiKey ?? project.environment["OPENAI_API_KEY"];
  const baseUrl = config.models.openaiBaseUrl ?? project.environment["OPENAI_BASE_URL"] ?? null;
  if (apiKey === undefined && baseUrl === null) {
    throw new AppError("config_invalid", `store.index.embed: ${provider}:${model} needs OPENAI_API_KEY`, {
      fix: "Set it, or name a function of yours.",
    });
  }
  const { createOpenAiEmbedder } = await import("../models/openai-embedder.ts");
  return createOpenAiEmbedder({ model, dims, apiKey: apiKey ?? "none", baseUrl });
}
