import { basename } from "node:path";
import { z } from "zod";
import { type Connection, ServiceError } from "./connection.ts";
import { readInputFile } from "./input-file.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage.ts";

type Scene = { connection: Connection; terminal: Terminal; json: boolean };

const Document = z
  .object({ document_id: z.string(), filename: z.string(), created_at: z.string().optional() })
  .loose();
const Documents = z.array(Document);

const PAGE = 100;
const MOST = 10_000;

/** Adds the files one after the other; what was added before a failure stays. */
export async function addKnowledge({
  connection,
  terminal,
  files,
  json,
}: Scene & { files: string[] }): Promise<number> {
  for (const file of files) {
    const content = await readInputFile(file);
    if (content.trim() === "") throw new UsageError(`${file} is empty`, "a file with text in it");
    const document = await addDocument(connection, file, content);
    terminal.out(
      json ? `${JSON.stringify(document)}\n` : `added ${document.filename} (${document.document_id})\n`,
    );
  }
  return 0;
}

async function addDocument(connection: Connection, file: string, content: string) {
  const filename = basename(file);
  try {
    return Document.parse(await connection.request("POST", "/knowledge/documents", { filename, content }));
  } catch (error) {
    if (!(error instanceof ServiceError) || error.message.includes(filename)) throw error;
    // Of several files the reader wants to know which.
    const [detail = "it was refused", ...more] = error.lines;
    const advice = error.status === 413 ? ["Split it into several files."] : [];
    throw new ServiceError(error.status, [`${file}: ${detail}`, ...more, ...advice]);
  }
}

export async function listKnowledge({ connection, terminal, json }: Scene): Promise<number> {
  let found = 0;
  for (let offset = 0; offset < MOST; offset += PAGE) {
    const page = Documents.parse(
      await connection.request("GET", `/knowledge/documents?limit=${PAGE}&offset=${offset}`),
    );
    for (const document of page) {
      const line = `${document.document_id}  ${(document.created_at ?? "").slice(0, 10)}  ${document.filename}`;
      terminal.out(`${json ? JSON.stringify(document) : line}\n`);
    }
    found += page.length;
    if (page.length < PAGE) break;
  }
  if (found === 0 && !json)
    terminal.out("no documents yet; add some with: npx raptorflow knowledge add FILE...\n");
  return 0;
}
