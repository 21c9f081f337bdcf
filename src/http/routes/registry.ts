import type { Route } from "../define-route.ts";
import { route as countAssistants } from "./assistants/count.ts";
import { route as createAssistant } from "./assistants/create.ts";
import { route as deleteAssistant } from "./assistants/delete.ts";
import { route as getAssistant } from "./assistants/get.ts";
import { route as getAssistantGraph } from "./assistants/graph.ts";
import { route as setLatestAssistant } from "./assistants/latest.ts";
import { route as patchAssistant } from "./assistants/patch.ts";
import { route as getAssistantSchemas } from "./assistants/schemas.ts";
import { route as searchAssistants } from "./assistants/search.ts";
import { route as getAssistantSubgraph } from "./assistants/subgraph.ts";
import { route as getAssistantSubgraphs } from "./assistants/subgraphs.ts";
import { route as listAssistantVersions } from "./assistants/versions.ts";
import { route as countCrons } from "./crons/count.ts";
import { route as createCron } from "./crons/create.ts";
import { route as createThreadCron } from "./crons/create-on-thread.ts";
import { route as deleteCron } from "./crons/delete.ts";
import { route as getCron } from "./crons/get.ts";
import { route as patchCron } from "./crons/patch.ts";
import { route as searchCrons } from "./crons/search.ts";
import { route as getFoundation } from "./foundation/get.ts";
import { route as putFoundation } from "./foundation/put.ts";
import { route as addDocuments } from "./knowledge/add-documents.ts";
import { route as listDocuments } from "./knowledge/list-documents.ts";
import { route as cancelRun } from "./runs/cancel.ts";
import { route as cancelRuns } from "./runs/cancel-many.ts";
import { route as createRun } from "./runs/create.ts";
import { route as deleteRun } from "./runs/delete.ts";
import { route as getRun } from "./runs/get.ts";
import { route as joinRun } from "./runs/join.ts";
import { route as joinRunStream } from "./runs/join-stream.ts";
import { route as listRuns } from "./runs/list.ts";
import { route as streamRun } from "./runs/stream.ts";
import { route as waitRun } from "./runs/wait.ts";
import { route as listSkills } from "./skills/list.ts";
import { route as createRunBatch } from "./stateless-runs/batch.ts";
import { route as createStatelessRun } from "./stateless-runs/create.ts";
import { route as joinStatelessRunStream } from "./stateless-runs/join-stream.ts";
import { route as streamStatelessRun } from "./stateless-runs/stream.ts";
import { route as waitStatelessRun } from "./stateless-runs/wait.ts";
import { route as deleteStoreItem } from "./store/delete-item.ts";
import { route as getStoreItem } from "./store/get-item.ts";
import { route as listStoreNamespaces } from "./store/list-namespaces.ts";
import { route as putStoreItem } from "./store/put-item.ts";
import { route as searchStoreItems } from "./store/search-items.ts";
import { route as getHealth } from "./system/health.ts";
import { route as getHome } from "./system/home.ts";
import { route as getInfo } from "./system/info.ts";
import { file as getDocsFile, page as getDocs } from "./system/docs.ts";
import { route as getMetrics } from "./system/metrics.ts";
import { route as getOk } from "./system/ok.ts";
import { route as getOpenApi } from "./system/openapi.ts";
import { route as getReady } from "./system/ready.ts";
import { route as sendThreadCommand } from "./thread-protocol/send-command.ts";
import { route as streamThreadEvents } from "./thread-protocol/stream-events.ts";
import { route as copyThread } from "./threads/copy.ts";
import { route as countThreads } from "./threads/count.ts";
import { route as createThread } from "./threads/create.ts";
import { route as deleteThread } from "./threads/delete.ts";
import { route as findThreadState } from "./threads/find-state.ts";
import { route as getThread } from "./threads/get.ts";
import { route as getThreadHistory } from "./threads/get-history.ts";
import { route as getThreadState } from "./threads/get-state.ts";
import { route as getThreadStateAt } from "./threads/get-state-at.ts";
import { route as patchThread } from "./threads/patch.ts";
import { route as patchThreadState } from "./threads/patch-state.ts";
import { route as pruneThreads } from "./threads/prune.ts";
import { route as searchThreads } from "./threads/search.ts";
import { route as searchThreadHistory } from "./threads/search-history.ts";
import { route as readThreadStorage } from "./threads/storage.ts";
import { route as streamThread } from "./threads/stream.ts";
import { route as updateThreadState } from "./threads/update-state.ts";
import { route as getWebhookSecrets } from "./webhooks/get-secrets.ts";
import { route as listWebhookDeliveries } from "./webhooks/list-deliveries.ts";
import { route as retryWebhookDelivery } from "./webhooks/retry-delivery.ts";

/** Every route that is served; the name is its operation in the API description. */
export const registry = {
  getHome,
  getOk,
  getInfo,
  getHealth,
  getReady,
  getOpenApi,
  getDocs,
  getDocsFile,
  getMetrics,
  createAssistant,
  searchAssistants,
  countAssistants,
  getAssistant,
  patchAssistant,
  deleteAssistant,
  listAssistantVersions,
  setLatestAssistant,
  getAssistantGraph,
  getAssistantSchemas,
  getAssistantSubgraphs,
  getAssistantSubgraph,
  createThread,
  searchThreads,
  countThreads,
  pruneThreads,
  getThread,
  patchThread,
  deleteThread,
  copyThread,
  readThreadStorage,
  getThreadState,
  getThreadStateAt,
  findThreadState,
  updateThreadState,
  patchThreadState,
  getThreadHistory,
  searchThreadHistory,
  streamThread,
  sendThreadCommand,
  streamThreadEvents,
  createRun,
  streamRun,
  waitRun,
  listRuns,
  getRun,
  deleteRun,
  joinRun,
  joinRunStream,
  cancelRun,
  cancelRuns,
  createStatelessRun,
  createRunBatch,
  streamStatelessRun,
  waitStatelessRun,
  joinStatelessRunStream,
  putStoreItem,
  getStoreItem,
  deleteStoreItem,
  searchStoreItems,
  listStoreNamespaces,
  createCron,
  createThreadCron,
  searchCrons,
  countCrons,
  getCron,
  patchCron,
  deleteCron,
  listWebhookDeliveries,
  retryWebhookDelivery,
  getWebhookSecrets,
  getFoundation,
  putFoundation,
  addDocuments,
  listDocuments,
  listSkills,
} satisfies Record<string, Route>;
