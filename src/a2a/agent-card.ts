import { AgentCard } from "@a2a-js/sdk";
import type { Assistant } from "../domain/assistant.ts";

type CardFacts = {
  assistant: Assistant;
  /** Where the agent is spoken to. */
  url: string;
  /** Version of this service. */
  version: string;
};

const MODES = ["text/plain", "application/json"];
const BINDING = "JSONRPC";
const LEGACY = "0.3";

export function toAgentCard({ assistant, url, version }: CardFacts): AgentCard {
  const { graph_id: graphId, name } = assistant;
  const description = assistant.description ?? `Runs the graph ${graphId}`;
  return {
    name,
    description,
    version,
    provider: undefined,
    supportedInterfaces: ["1.0", LEGACY].map((protocolVersion) => ({
      url,
      protocolBinding: BINDING,
      tenant: "",
      protocolVersion,
    })),
    capabilities: { streaming: true, pushNotifications: true, extendedAgentCard: true, extensions: [] },
    securitySchemes: {},
    securityRequirements: [],
    defaultInputModes: MODES,
    defaultOutputModes: MODES,
    skills: [
      {
        id: graphId,
        name,
        description,
        tags: [graphId],
        examples: [],
        inputModes: MODES,
        outputModes: MODES,
        securityRequirements: [],
      },
    ],
    signatures: [],
  };
}

/** The card on the wire, with the fields that clients of version 0.3 look for beside those of 1.0. */
export function toCardBody(card: AgentCard): object {
  return {
    ...Object(AgentCard.toJSON(card)),
    url: card.supportedInterfaces[0]?.url ?? "",
    preferredTransport: BINDING,
    protocolVersion: LEGACY,
    supportsAuthenticatedExtendedCard: true,
  };
}
