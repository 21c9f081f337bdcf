import { createHash } from "node:crypto";
import type { Database, Row, Session } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import type { NewId } from "../domain/ids.ts";
import type { Chunk } from "./chunk.ts";
import type { ContentType, ReadDocument } from "./document.ts";
import { toTermVector } from "./search-terms.ts";

/** A stored document on the wire; its text is in its passages. */
export type DocumentSummary = {
  document_id: string;
  filename: string;
  title: string;
  content_type: ContentType;
  tags: string[];
  /** Counts the contents that were uploaded under this filename. */
  version: number;
  characters: number;
  chunks: number;
  created_at: string;
  updated_at: string;
};

export const SUMMARY_COLUMNS =
  "document_id, filename, title, content_type, tags, version, characters, chunks, created_at, updated_at";

const BATCH = 500;

type Content = { document: ReadDocument; title: string; chunks: readonly Chunk[] };
type ChunkRow = Chunk & { id: string; position: number; prominent: string; terms: string };

/** Writes a document with all its passages, or nothing. */
export async function storeDocument(
  deps: { db: Database; newId: NewId; clock: Clock },
  { tenantId, ...content }: Content & { tenantId: string },
): Promise<DocumentSummary> {
  const rows = content.chunks.map((chunk, position) => toRow(deps.newId(), content.title, chunk, position));
  const documentId = deps.newId();
  const now = deps.clock.now().toISOString();
  return deps.db.transaction(tenantId, async (session) => {
    const replaced = await removeOlder(session, content.document);
    const summary = await insertDocument(session, { ...content, now, documentId, replaced });
    for (let at = 0; at < rows.length; at += BATCH) {
      await insertChunks(session, summary.document_id, rows.slice(at, at + BATCH));
    }
    return summary;
  });
}

function toRow(id: string, title: string, chunk: Chunk, position: number): ChunkRow {
  const prominent = `${title} ${chunk.heading}`;
  const terms = `${toTermVector(prominent, "B")} ${toTermVector(chunk.text)}`;
  return { ...chunk, id, position, prominent, terms };
}

type Replaced = {
  document_id: string;
  version: number;
  created_at: string;
  content_hash: string;
  filename: string;
};

/** What a new upload takes the place of: the same filename first, else the same content under another name. */
async function removeOlder(session: Session, document: ReadDocument): Promise<Replaced | undefined> {
  // Two uploads of one tenant at the same time would both find nothing.
  await session.query("select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id'), 7))");
  const older = await session.query<Replaced>(
    `delete from knowledge_documents where filename = $1 or content_hash = $2
     returning document_id, version, created_at, content_hash, filename`,
    [document.filename, toHash(document.text)],
  );
  return older.find(({ filename }) => filename === document.filename) ?? older[0];
}

async function insertDocument(
  session: Session,
  row: Content & { now: string; documentId: string; replaced: Replaced | undefined },
): Promise<DocumentSummary> {
  const { document, title, chunks, now, documentId, replaced } = row;
  const hash = toHash(document.text);
  const version = (replaced?.version ?? 0) + (replaced?.content_hash === hash ? 0 : 1);
  const [summary] = await session.query<Row & DocumentSummary>(
    `insert into knowledge_documents
       (tenant_id, document_id, filename, title, content_type, tags, version, content_hash, characters, chunks,
        created_at, updated_at)
     values (current_setting('app.tenant_id')::uuid, $1::uuid, $2, $3, $4, $5::text[], $6, $7, $8, $9,
        $10::timestamptz, $11::timestamptz)
     returning ${SUMMARY_COLUMNS}`,
    [
      replaced?.document_id ?? documentId,
      document.filename,
      title,
      document.contentType,
      document.tags,
      version,
      hash,
      document.text.length,
      chunks.length,
      replaced?.created_at ?? now,
      now,
    ],
  );
  if (summary === undefined) throw new Error("the insert of a document returned no row");
  return summary;
}

async function insertChunks(session: Session, documentId: string, rows: readonly ChunkRow[]): Promise<void> {
  await session.query(
    `insert into knowledge_chunks (tenant_id, chunk_id, document_id, position, heading, content, terms)
     select current_setting('app.tenant_id')::uuid, id, $1::uuid, position, heading, content,
       setweight(to_tsvector('english', prominent), 'B') || to_tsvector('english', content) || terms::tsvector
     from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[])
       as given (id, position, heading, content, prominent, terms)`,
    [
      documentId,
      rows.map(({ id }) => id),
      rows.map(({ position }) => position),
      rows.map(({ heading }) => heading),
      rows.map(({ text }) => text),
      rows.map(({ prominent }) => prominent),
      rows.map(({ terms }) => terms),
    ],
  );
}

function toHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
