export type BusListener = {
  onMessage(message: string): void;
  /** From now on every message arrives; some may have been missed. Called at the start and after each interruption. */
  onReady(): void;
};

/** Carries messages to other processes as fast as it can, and loses them when it cannot: never the only way. */
export type Bus = {
  /** Whether a message that is published now is likely to arrive. */
  isUp(): boolean;
  /** How many listening processes it was handed to, this one included; null when it was dropped. Never rejects. */
  publish(channel: string, message: string): Promise<number | null>;
  /** Answers how to stop listening. */
  subscribe(channel: string, listener: BusListener): () => void;
  close(): Promise<void>;
};

/** For a process without Redis. */
export function createSilentBus(): Bus {
  return {
    isUp: () => false,
    publish: async () => null,
    subscribe: () => () => {},
    close: async () => {},
  };
}
