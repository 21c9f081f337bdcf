import { index, integer, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

/** What a tenant has handed in to be quoted; the text itself lives in its chunks. */
export const knowledgeDocuments = tenantTable(
  "knowledge_documents",
  {
    documentId: uuid("document_id").notNull(),
    filename: text("filename").notNull(),
    title: text("title").notNull(),
    contentType: text("content_type").notNull(),
    tags: text("tags").array().notNull().default([]),
    /** Counts the contents that were uploaded under this filename. */
    version: integer("version").notNull().default(1),
    /** SHA-256 of the content, in hex. */
    contentHash: text("content_hash").notNull(),
    characters: integer("characters").notNull(),
    chunks: integer("chunks").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.documentId] }),
    uniqueIndex("knowledge_documents_filename").on(table.tenantId, table.filename),
    uniqueIndex("knowledge_documents_content").on(table.tenantId, table.contentHash),
    index("knowledge_documents_created").on(table.tenantId, table.createdAt.desc().nullsFirst()),
  ],
);
