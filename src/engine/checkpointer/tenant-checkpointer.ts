import type { RunnableConfig } from "@langchain/core/runnables";
import {
  BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  type PendingWrite,
} from "@langchain/langgraph-checkpoint";
import type { Database } from "../../db/database.ts";
import { AppError } from "../../domain/errors.ts";
import { toRunContext, type RunContext } from "../../domain/run-context.ts";
import { toPlainText } from "../../store/jsonb-text.ts";
import { toAddress, toConfig, toPartialAddress } from "./address.ts";
import { createCheckpointQueries } from "./checkpoint-queries.ts";
import { createCheckpointWriter, type CheckpointWriter, type Journal } from "./checkpoint-writer.ts";
import { createKnownTexts, type KnownTexts } from "./known-texts.ts";
import { migratePendingSends } from "./pending-sends.ts";
import { toCheckpointRows } from "./put-checkpoint.ts";
import { toWriteRows } from "./put-writes.ts";
import { readOne, readPage, type StoredRow } from "./read-checkpoints.ts";
import { groupRows, toTuple } from "./to-tuples.ts";
import { nextVersion } from "./version.ts";

/** Checkpoints that one statement of `list` fetches. */
const PAGE = 100;

type CheckpointerDeps = {
  db: Database;
  /**
   * For whom it works. LangGraph drops `configurable` on some ways (state with subgraphs, forks, delta channels), so
   * whatever serves more than the local tenant binds the context here; without it each config says it.
   */
  context?: RunContext;
  /** The run's log, whose events are stored together with the checkpoint they led to. */
  journal?: Journal;
};

/** Keeps LangGraph's checkpoints inside the tenant, one statement per call, fenced by the run's claim. */
class TenantCheckpointer extends BaseCheckpointSaver {
  readonly #db: Database;
  readonly #context: RunContext | undefined;
  readonly #writer: CheckpointWriter | undefined;
  /** Only of a saver that works for one context: nobody else takes away what it builds on. */
  readonly #texts: KnownTexts | null;
  readonly #writesBehind: boolean;
  #input: Promise<void> = Promise.resolve();

  constructor({ db, context, journal }: CheckpointerDeps) {
    super();
    this.#db = db;
    this.#context = context;
    this.#writesBehind = journal !== undefined;
    this.#texts = context === undefined ? null : createKnownTexts();
    if (context !== undefined) this.#writer = createCheckpointWriter({ db, context, journal });
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { threadId, checkpointNs = "", checkpointId } = toPartialAddress(config);
    if (threadId === undefined) return undefined;
    const { tenantId } = this.#contextOf(config);
    const rows = await readOne(this.#db, tenantId, { threadId, checkpointNs, checkpointId });
    const tuples = await this.#toTuples(tenantId, rows, this.#texts);
    return tuples[0];
  }

  /** Newest first; reads a hundred at a time, and no more than are asked for. */
  override async *list(
    config: RunnableConfig,
    options: CheckpointListOptions = {},
  ): AsyncGenerator<CheckpointTuple> {
    const { tenantId } = this.#contextOf(config);
    const query = {
      ...toPartialAddress(config),
      before: options.before === undefined ? undefined : toPartialAddress(options.before).checkpointId,
      filter: options.filter,
    };
    let wanted = options.limit ?? Infinity;
    let after: RunnableConfig | undefined;
    while (wanted > 0) {
      const limit = Math.min(wanted, PAGE);
      const page = await this.#toTuples(
        tenantId,
        await readPage(this.#db, tenantId, { ...query, after: after && toAddress(after), limit }),
        null,
      );
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < limit) return;
      after = last.config;
      wanted -= page.length;
    }
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const at = toAddress(config);
    const put = { at, config, checkpoint, metadata, newVersions };
    const rows = await toCheckpointRows(this.serde, put, this.#texts);
    const written = this.#writerOf(config).write(rows);
    if (this.#writesBehind && metadata.source === "input") {
      // LangGraph goes on to the first step's checkpoint at once; not waiting here lets both leave together.
      this.#input = written;
      written.catch(() => undefined);
    } else {
      await Promise.all([this.#input, written]);
    }
    return toConfig(at.threadId, at.checkpointNs, checkpoint.id);
  }

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string): Promise<void> {
    const { checkpointId, ...at } = toAddress(config);
    if (checkpointId === undefined) {
      throw new AppError("malformed_request", 'Writes need "checkpoint_id" in the config\'s "configurable"');
    }
    if (writes.length === 0) return;
    const put = { at: { ...at, checkpointId }, taskId, writes };
    const rows = await toWriteRows(this.serde, put, this.#texts);
    await this.#writerOf(config).write(rows);
  }

  /** Of the tenant it is bound to; a saver that is bound to none deletes the local tenant's thread. */
  override async deleteThread(threadId: string): Promise<void> {
    const { tenantId } = this.#contextOf(undefined);
    this.#texts?.forget();
    await createCheckpointQueries({ db: this.#db }).deleteThread(tenantId, toPlainText(threadId));
  }

  override async getDeltaChannelHistory(
    options: Parameters<BaseCheckpointSaver["getDeltaChannelHistory"]>[0],
  ): ReturnType<BaseCheckpointSaver["getDeltaChannelHistory"]> {
    if (this.#context !== undefined) return super.getDeltaChannelHistory(options);
    const bound = createCheckpointer({ db: this.#db, context: this.#contextOf(options.config) });
    return bound.getDeltaChannelHistory(options);
  }

  /** LangGraph calls it without `this`. */
  override getNextVersion(current: number | undefined): number {
    return nextVersion(current);
  }

  async #toTuples(tenantId: string, rows: StoredRow[], texts: KnownTexts | null): Promise<CheckpointTuple[]> {
    const tuples = await Promise.all(groupRows(rows).map((stored) => toTuple(this.serde, stored, texts)));
    await migratePendingSends({ db: this.#db, serde: this.serde, tenantId }, tuples);
    return tuples;
  }

  #writerOf(config: RunnableConfig): CheckpointWriter {
    if (this.#writer !== undefined) return this.#writer;
    return createCheckpointWriter({ db: this.#db, context: this.#contextOf(config), journal: undefined });
  }

  #contextOf(config: RunnableConfig | undefined): RunContext {
    return this.#context ?? toRunContext(config);
  }
}

export function createCheckpointer(deps: CheckpointerDeps): BaseCheckpointSaver {
  return new TenantCheckpointer(deps);
}
