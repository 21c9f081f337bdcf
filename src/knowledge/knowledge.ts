import type { Database, Row } from "../db/database.ts";
import type { Passage } from "../domain/answer.ts";
import type { Clock } from "../domain/clock.ts";
import type { NewId } from "../domain/ids.ts";
import { toChunks } from "./chunk.ts";
import { parseDocument } from "./document.ts";
import { searchChunks } from "./search-chunks.ts";
import { storeDocument, SUMMARY_COLUMNS, type DocumentSummary } from "./store-document.ts";

export type Knowledge = {
  /**
   * Stores a document for search. The same content, or new content under a known filename, replaces what was there.
   * Throws `validation_failed` or `body_too_large`.
   */
  addDocument(
    tenantId: string,
    document: { filename: string; content: string; tags?: readonly string[] },
  ): Promise<DocumentSummary>;
  /** Newest first; `total` counts all documents. */
  list(
    tenantId: string,
    page?: { limit?: number; offset?: number },
  ): Promise<{ rows: DocumentSummary[]; total: number }>;
  /** The passages that answer best, scores from 0 to 1; none when no word is found. */
  search(tenantId: string, query: string, options?: { limit?: number }): Promise<Passage[]>;
};

const DEFAULT_LISTED = 20;
const MAX_LISTED = 100;
const DEFAULT_PASSAGES = 5;
const MAX_PASSAGES = 50;

const LIST = `
  select ${SUMMARY_COLUMNS} from knowledge_documents
  order by updated_at desc, document_id desc
  limit $1 offset $2`;

export function createKnowledge({
  db,
  newId,
  clock,
}: {
  db: Database;
  newId: NewId;
  clock: Clock;
}): Knowledge {
  return {
    async addDocument(tenantId, given) {
      const document = parseDocument(given);
      const content = toChunks(document);
      return storeDocument({ db, newId, clock }, { tenantId, document, ...content });
    },
    async list(tenantId, { limit = DEFAULT_LISTED, offset = 0 } = {}) {
      const rows = await db.run<Row & DocumentSummary>(tenantId, LIST, [Math.min(limit, MAX_LISTED), offset]);
      const [count] = await db.run<{ total: number }>(
        tenantId,
        "select count(*) as total from knowledge_documents",
      );
      return { rows, total: count?.total ?? 0 };
    },
    search: (tenantId, query, { limit = DEFAULT_PASSAGES } = {}) =>
      searchChunks({ db }, { tenantId, query, limit: Math.min(limit, MAX_PASSAGES) }),
  };
}
