import { createA2aExtension } from "../a2a/create-a2a-extension.ts";
import type { NewId } from "../domain/ids.ts";
import type { Extension } from "../http/extension.ts";
import type { HttpLog } from "../http/ports.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { createMcpExtension } from "../mcp/create-mcp-extension.ts";
import type { SkillTools } from "../mcp/toolbox.ts";
import { createOpenAiExtension } from "../openai/create-openai-extension.ts";

export type ExtensionOptions = {
  newId: NewId;
  log: HttpLog;
  /** Version of this service. */
  version: string;
  /** The address people use, when it differs from that of a request. */
  url: string | null;
  /** Tools beside the assistants. */
  skillTools?: SkillTools | undefined;
};

/** The other protocols that the same verbs are reached by. */
export function toExtensions(verbs: ProtocolVerbs, options: ExtensionOptions): Extension[] {
  const deps = { ...options, verbs };
  return [...createMcpExtension(deps), ...createA2aExtension(deps), ...createOpenAiExtension(deps)];
}
