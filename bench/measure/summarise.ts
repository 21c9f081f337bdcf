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

export function summarise({ samples, seconds, spent }: Measured): Summary {
  const runs = samples.length;
  return {
    runs,
    perSecond: runs / seconds,
    first: toPercentiles(samples.map(({ firstMs }) => firstMs)),
    end: toPercentiles(samples.map(({ endMs }) => endMs)),
    cpuMsPerRun: spent.cpuMs / runs,
    statementsPerRun: spent.statements === null ? null : spent.statements / runs,
  };
}

function toPercentiles(values: number[]): Percentiles {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
