/**
 * The version after `current`: the next whole number with a random fraction. Versions of a branch grow, and two
 * branches of a thread (time travel, a run that is executed again) never name different values alike.
 */
export function nextVersion(current: number | undefined): number {
  return Math.floor(current ?? 0) + 1 + Math.floor(Math.random() * 1e9) / 1e9;
}
