/** The part of a structured logger that is used here. */
export type HttpLog = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

export type HealthReport = {
  /** False when a part that is needed is down. */
  healthy: boolean;
  /** One entry a part, e.g. `database: { status: "UP", ms: 2 }`. */
  services: Record<string, object>;
};

export type Health = {
  /** Probes every part, each within a bound of time. */
  check(): Promise<HealthReport>;
  /** Whether new requests are welcome: started and not draining. */
  isReady(): boolean | Promise<boolean>;
};
