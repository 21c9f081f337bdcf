import type { Database, Session } from "../../src/db/database.ts";

/** The same database, counting the statements that the service sends; begin and commit are not among them. */
export function countStatements(database: Database): { database: Database; count(): number } {
  let count = 0;
  const inSession = ({ query }: Session): Session => ({
    query(text, values) {
      count += 1;
      return query(text, values);
    },
  });
  return {
    count: () => count,
    database: {
      ...database,
      run(tenantId, text, values) {
        count += 1;
        return database.run(tenantId, text, values);
      },
      system(text, values) {
        count += 1;
        return database.system(text, values);
      },
      transaction: (tenantId, work) => database.transaction(tenantId, (session) => work(inSession(session))),
    },
  };
}
