import { parse, protocol, type PGlite } from "@electric-sql/pglite";
import type { Row } from "../database.ts";

const { serialize } = protocol;

type Statement = {
  name: string;
  parameterTypes: number[];
  messages: Parameters<typeof parse.parseResults>[0];
};

/** Statements that are kept prepared; beyond that the oldest is dropped. */
const MOST_KEPT = 500;

/** Runs parameterised SQL that is parsed and planned once per text: PGlite's own `query` does both every time. */
export function createPreparedQuery(
  db: PGlite,
): (text: string, values: readonly unknown[]) => Promise<Row[]> {
  const kept = new Map<string, Statement>();
  let count = 0;

  async function prepare(text: string): Promise<Statement> {
    const name = `s${++count}`;
    const { messages } = await db.execProtocol(
      concat([serialize.parse({ name, text }), serialize.describe({ type: "S", name }), serialize.sync()]),
    );
    const parameterTypes = parse.parseDescribeStatementResults(messages);
    return {
      name,
      parameterTypes,
      messages: messages.filter((message) => message.name === "rowDescription"),
    };
  }

  async function find(text: string): Promise<Statement> {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const [oldest] = kept.size >= MOST_KEPT ? kept : [];
    if (oldest !== undefined) {
      kept.delete(oldest[0]);
      await db.execProtocol(concat([serialize.close({ type: "S", name: oldest[1].name }), serialize.sync()]));
    }
    const statement = await prepare(text);
    kept.set(text, statement);
    return statement;
  }

  return async (text, values) =>
    db.runExclusive(async () => {
      const { name, parameterTypes, messages } = await find(text);
      const bound = values.map((value, index) => {
        if (value === null || value === undefined) return null;
        const write = db.serializers[parameterTypes[index] ?? 0];
        return write === undefined ? `${value as string}` : write(value);
      });
      const answer = await db.execProtocol(
        concat([serialize.bind({ statement: name, values: bound }), serialize.execute({}), serialize.sync()]),
      );
      const [results] = parse.parseResults([...messages, ...answer.messages], db.parsers);
      return (results?.rows ?? []) as Row[];
    });
}

function concat(parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
