import type { Measured } from "./drive.ts";

export type Summary = {
  runs: number;
  perSecond: number;
  first: Percentiles;
  end: Percentiles;
  cpuMsPerRun: number;
  /** null without a database. */
  statementsPerRun: number | null;
};

type Percentiles = { p50: number; p95: number };

/** Of several rounds of the same cell. */
export function summarise(rounds: readonly Measured[]): Summary {
  const samples = rounds.flatMap((round) => round.samples);
  const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
  const seconds = sum(rounds.map((round) => round.seconds));
  const statements = rounds.map(({ spent }) => spent.statements).filter((count) => count !== null);
  const runs = samples.length;
  return {
    runs,
    perSecond: runs / seconds,
    first: toPercentiles(samples.map(({ firstMs }) => firstMs)),
    end: toPercentiles(samples.map(({ endMs }) => endMs)),
    cpuMsPerRun: sum(rounds.map(({ spent }) => spent.cpuMs)) / runs,
    statementsPerRun: statements.length === 0 ? null : sum(statements) / runs,
  };
}

function toPercentiles(values: number[]): Percentiles {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
