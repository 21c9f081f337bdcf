import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { CommandErrorCode, CommandMethod, ThreadCommand } from "../../domain/thread-command.ts";
import { COMMAND_READERS } from "./command-params.ts";

/** A reply to what is no command that could be carried out. */
export type RefusedCommand = {
  type: "error";
  id: number | null;
  error: CommandErrorCode;
  message: string;
};

export type ReadCommand =
  | { kind: "command"; command: ThreadCommand }
  /** An envelope as it should be, around something that is not known or not right. */
  | { kind: "refused"; reply: RefusedCommand }
  | { kind: "malformed"; reply: RefusedCommand };

const Envelope = z.object({
  id: z.number().int().min(0),
  method: z.string().min(1),
  params: z.record(z.string(), z.unknown()).nullish(),
});
const Id = z.object({ id: z.number().int().min(0) });

/** Of the protocol, but not of this server. */
const NOT_SUPPORTED = new Set(["input.inject", "subscription.reconnect"]);

export function readCommand(message: unknown): ReadCommand {
  const envelope = Envelope.safeParse(message);
  if (!envelope.success) {
    const known = Id.safeParse(message);
    const id = known.success ? known.data.id : null;
    const fault = "A command is {id: integer from 0, method: string, params?: object}";
    return { kind: "malformed", reply: { type: "error", id, error: "invalid_argument", message: fault } };
  }
  const { id, method, params } = envelope.data;
  const refuse = (error: CommandErrorCode, fault: string): ReadCommand => ({
    kind: "refused",
    reply: { type: "error", id, error, message: fault },
  });
  if (NOT_SUPPORTED.has(method)) return refuse("not_supported", `${method} is not supported`);
  if (!isMethod(method)) return refuse("unknown_command", `Unknown method ${method}`);
  try {
    const command = COMMAND_READERS[method](params ?? {});
    return { kind: "command", command: { id, ...command } as ThreadCommand };
  } catch (error) {
    if (error instanceof AppError) return refuse("invalid_argument", error.detail);
    throw error;
  }
}

function isMethod(method: string): method is CommandMethod {
  return Object.hasOwn(COMMAND_READERS, method);
}
