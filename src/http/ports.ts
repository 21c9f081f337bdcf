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

/** The numbers of this process, for those who watch it. */
export type HttpMetrics = {
  onRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  /** A reply that stays open; call the answer when it is over. */
  onOpen(): () => void;
  read(format: "prometheus" | "json"): Promise<{ contentType: string; text: string }>;
};

/** Counts nothing. */
export const UNCOUNTED: HttpMetrics = {
  onRequest: () => {},
  onOpen: () => () => {},
  read: async (format) =>
    format === "json"
      ? { contentType: "application/json", text: "[]" }
      : { contentType: "text/plain", text: "" },
};
