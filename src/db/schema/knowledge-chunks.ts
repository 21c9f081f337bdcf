import { customType, foreignKey, index, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";
import { knowledgeDocuments } from "./knowledge-documents.ts";

export const searchTerms = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Passages of documents, small enough to be quoted in a prompt. */
export const knowledgeChunks = tenantTable(
  "knowledge_chunks",
  {
    chunkId: uuid("chunk_id").notNull(),
    documentId: uuid("document_id").notNull(),
    position: integer("position").notNull(),
    /** The headings above it, outermost first, e.g. "Pricing > Growth plan". */
    heading: text("heading").notNull(),
    content: text("content").notNull(),
    /** English stems, and the words of every script as they are. */
    terms: searchTerms("terms").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.chunkId] }),
    foreignKey({
      name: "knowledge_chunks_document",
      columns: [table.tenantId, table.documentId],
      foreignColumns: [knowledgeDocuments.tenantId, knowledgeDocuments.documentId],
    }).onDelete("cascade"),
    index("knowledge_chunks_position").on(table.tenantId, table.documentId, table.position),
    index("knowledge_chunks_terms").using("gin", table.terms),
  ],
);
