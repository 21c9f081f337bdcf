import { customType, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";
import { keyText } from "./checkpoints.ts";

/** Of any length, since that is the embedder's: `dims` tells which can be compared. */
const anyVector = customType<{ data: string }>({ dataType: () => "vector" });

/** What the texts of store items mean, one vector for each text; written and removed together with their item. */
export const storeVectors = tenantTable(
  "store_vectors",
  {
    namespace: keyText("namespace").notNull(),
    key: keyText("key").notNull(),
    /** The path that led to the text, and which of its texts it is. */
    path: text("path").notNull(),
    place: integer("place").notNull(),
    dims: integer("dims").notNull(),
    embedding: anyVector("embedding").notNull(),
  },
  (table) => [
    primaryKey({
      name: "store_vectors_pk",
      columns: [table.tenantId, table.namespace, table.key, table.path, table.place],
    }),
  ],
);
