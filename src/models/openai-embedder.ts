import { OpenAIEmbeddings } from "@langchain/openai";

type EmbedderSettings = {
  model: string;
  /** Length of the vectors; models that can are asked for it. */
  dims: number;
  apiKey: string;
  /** null: OpenAI itself. */
  baseUrl: string | null;
};

/** Texts to vectors, by a model of OpenAI or of a provider that speaks its protocol. */
export function createOpenAiEmbedder({ model, dims, apiKey, baseUrl }: EmbedderSettings) {
  const embeddings = new OpenAIEmbeddings({
    model,
    apiKey,
    // The older models know no other length than their own.
    ...(model.startsWith("text-embedding-3") ? { dimensions: dims } : {}),
    ...(baseUrl === null ? {} : { configuration: { baseURL: baseUrl } }),
  });
  return (texts: string[]): Promise<number[][]> => embeddings.embedDocuments(texts);
}
