import { isAppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import { openThread, type OpenThread } from "../http/conversation/open-thread.ts";
import { threadPath } from "../http/path-ids.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";

/** The calls of one client; its id is that of the thread they share, so any process finds it. */
export type Session = { id: string; thread: OpenThread };

/** A session that nobody uses ends by itself. */
const TTL_MINUTES = 24 * 60;
const MARK = "mcp_session";

export function createSessions({ verbs }: { verbs: ProtocolVerbs }) {
  return {
    /** null for who may make no threads: then every call stands for itself. */
    async open(ctx: CallContext): Promise<string | null> {
      try {
        const thread = await verbs.threads.create({
          ctx,
          input: { metadata: { [MARK]: true }, ttl: TTL_MINUTES },
        });
        return thread.thread_id;
      } catch (error) {
        if (isAppError(error, "forbidden")) return null;
        throw error;
      }
    },

    /** null when it has ended, never was, or is hidden from the caller. */
    async find(ctx: CallContext, id: string): Promise<Session | null> {
      const parsed = threadPath.safeParse({ thread_id: id });
      if (!parsed.success) return null;
      const thread = await openThread({ verbs, ctx }, parsed.data.thread_id);
      return thread?.thread.metadata[MARK] === true ? { id: thread.thread.thread_id, thread } : null;
    },

    /** Its active calls are cancelled. */
    async end(ctx: CallContext, { id }: Session): Promise<void> {
      await verbs.threads.delete({ ctx, input: { threadId: id } });
    },
  };
}
