import type { Config } from "../config.ts";
import { allowAll, type Authorize } from "../domain/authorization.ts";
import type { Authenticate, Principal } from "../domain/principal.ts";
import { createAuthority } from "../hosting/auth/create-authority.ts";
import { loadAuth } from "../hosting/auth/load-auth.ts";
import { loadUserApp } from "../hosting/load-user-app.ts";
import type { Project } from "../hosting/project.ts";
import { type BuiltUi, buildUi } from "../hosting/ui/build-ui.ts";
import type { HttpSettings } from "../http/http-settings.ts";
import type { UserApp } from "../http/user-app.ts";

/** What a langgraph.json adds to the HTTP side. */
export type HttpParts = {
  settings: Pick<
    HttpSettings,
    | "cors"
    | "mountPrefix"
    | "disabled"
    | "configurableHeaders"
    | "loggingHeaders"
    | "middlewareOrder"
    | "enableCustomRouteAuth"
  >;
  authenticate: Authenticate | undefined;
  /** What a caller may, for acts that no request asks for. */
  authorizeAs(principal: Principal): Authorize;
  userApp: UserApp | undefined;
  /** Bundled components by graph. */
  ui: ReadonlyMap<string, BuiltUi> | null;
  facts: Record<string, string>;
  /** What an operator should have decided, not overlooked: one sentence each. */
  warnings: string[];
};

type PartsDeps = {
  config: Config;
  project: Project;
  /** False: nothing listens, and pages come for nothing. */
  serves: boolean;
};

/** Loads the project's auth, routes and user interface. Throws `config_invalid`. */
export async function loadHttpParts({ config, project, serves }: PartsDeps): Promise<HttpParts> {
  const { auth, http, ui } = project;
  const authority =
    auth === null
      ? null
      : createAuthority({
          handlers: await loadAuth(auth.ref),
          admitsStudio: config.development && !auth.disableStudioAuth,
        });
  const userApp = http.app === null ? null : await loadUserApp(http.app);
  return {
    settings: http,
    authenticate: authority?.authenticate,
    authorizeAs: authority?.authorizeAs ?? (() => allowAll),
    // Its class is the project's own, so its types are known by what they can do only.
    userApp: userApp === null ? undefined : (userApp as unknown as UserApp),
    ui: ui !== null && serves && !http.disabled.includes("ui") ? await buildUi(ui, project.folder) : null,
    facts: {
      ...(auth === null ? {} : { auth: auth.ref.text }),
      ...(http.app === null ? {} : { routes: http.app.text }),
    },
    warnings: toWarnings(config, project),
  };
}

function toWarnings({ origins, development }: Config, { http, auth }: Project): string[] {
  const isOpen = origins.includes("*") || http.cors?.allowOrigins?.includes("*") === true;
  const facts: [boolean, string][] = [
    [isOpen, "pages of every origin may call this service and read its replies"],
    [
      isOpen && http.cors?.allowCredentials === true,
      "http.cors.allow_credentials counts for origins that are named, not for *",
    ],
    [
      http.enableCustomRouteAuth && auth === null,
      "http.enable_custom_route_auth has no effect without auth: only a key is asked for, when there is one",
    ],
    [development && auth?.disableStudioAuth === false, "LangGraph Studio is let in without a login"],
  ];
  return facts.flatMap(([holds, text]) => (holds ? [text] : []));
}
