import type { GraphDeps } from "../deps.ts";

type Episode = Parameters<GraphDeps["episodes"]["remember"]>[1];

const MAX_EPISODES = 1_000;

/** The latest episodes, in memory only. */
export function createMemoryEpisodes(): GraphDeps["episodes"] & { list(): readonly Episode[] } {
  const episodes: Episode[] = [];
  return {
    async remember(_tenantId, episode) {
      episodes.push(episode);
      if (episodes.length > MAX_EPISODES) episodes.shift();
    },
    list: () => episodes,
  };
}
