import type { PgBoss } from "pg-boss";

type LazyDeps = {
  open(): Promise<PgBoss>;
  prepare(boss: PgBoss): Promise<void>;
  onTrouble(error: unknown): void;
};

export type LazyBoss = {
  /** Opened by whoever needs it first; after a failure the next who needs it tries again. */
  get(): Promise<PgBoss>;
  /** What fails here has left it half begun: it is closed, and opened anew for the next. */
  useOrClose(work: (boss: PgBoss) => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

export function createLazyBoss({ open, prepare, onTrouble }: LazyDeps): LazyBoss {
  let opening: Promise<PgBoss> | null = null;

  async function close(): Promise<void> {
    const closing = opening;
    opening = null;
    const boss = await closing?.catch(() => null);
    await boss?.stop({ graceful: false, close: false }).catch(onTrouble);
  }
  async function openPrepared(): Promise<PgBoss> {
    const boss = await open();
    try {
      await prepare(boss);
      return boss;
    } catch (error) {
      await boss.stop({ graceful: false, close: false }).catch(onTrouble);
      throw error;
    }
  }
  function get(): Promise<PgBoss> {
    opening ??= openPrepared().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  return {
    get,
    async useOrClose(work) {
      const boss = await get();
      try {
        await work(boss);
      } catch (error) {
        await close();
        throw error;
      }
    },
    close,
  };
}
