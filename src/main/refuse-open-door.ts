import { AppError } from "../domain/errors.ts";
import { isLoopbackHost } from "../http/loopback.ts";
import type { Prepared } from "../runtime/prepare.ts";

/**
 * Without a key or a login everybody who reaches the port is let in, so nobody outside this machine may reach it.
 * Throws `config_invalid`.
 */
export function refuseOpenDoor({ config, project }: Prepared): void {
  const { host, apiKey, development } = config;
  if (isLoopbackHost(host)) return;
  if (development && project.auth?.disableStudioAuth === false) {
    throw new AppError("config_invalid", `HOST=${host} would let others in as LangGraph Studio`, {
      fix: "Leave HOST unset, or start without --dev, so that everybody logs in.",
    });
  }
  if (apiKey !== null || project.auth !== null) return;
  throw new AppError("config_invalid", `HOST=${host} would open the service to others without a key`, {
    fix: "Set RAPTORFLOW_API_KEY or auth in langgraph.json, or leave HOST unset to listen on this machine only.",
  });
}
