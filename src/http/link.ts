export type LinkDeps = {
  heartbeatMs: number;
  closing: AbortSignal | undefined;
  /** The client left before the end. */
  onDisconnect: () => void;
  onFailure: (error: unknown) => void;
  /** Once, whatever ended it. */
  onOver?: () => void;
};

/** One open reply: bytes go out until it ended, failed, was dropped by the client or closed by the service. */
export type Link = {
  /** Starts the heartbeat; later calls do nothing. */
  open(controller: ReadableStreamDefaultController<Uint8Array>): void;
  /** What comes after the end is ignored. */
  write(bytes: Uint8Array): void;
  end(): void;
  fail(error: unknown): void;
  drop(): void;
};

export function createLink({
  heartbeat,
  heartbeatMs,
  closing,
  farewell,
  release,
  onDisconnect,
  onFailure,
  onOver,
}: LinkDeps & {
  heartbeat: Uint8Array;
  /** Said when the service closes the link. */
  farewell?: Uint8Array;
  release: () => void;
}): Link {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  /** True for the first caller only. */
  const finish = () => {
    if (isOver) return false;
    isOver = true;
    onOver?.();
    clearInterval(timer);
    closing?.removeEventListener("abort", close);
    return true;
  };

  const end = () => {
    if (finish()) controller?.close();
  };

  function close() {
    if (farewell !== undefined && !isOver) controller?.enqueue(farewell);
    end();
    release();
  }

  function beat() {
    // Below zero the last bytes still wait for the client; more would only pile up.
    if (!isOver && (controller?.desiredSize ?? -1) >= 0) controller?.enqueue(heartbeat);
  }

  return {
    open(opened) {
      if (controller !== undefined) return;
      controller = opened;
      timer = setInterval(beat, heartbeatMs);
      if (closing?.aborted === true) close();
      else closing?.addEventListener("abort", close);
    },
    write(bytes) {
      if (!isOver) controller?.enqueue(bytes);
    },
    end,
    fail(error) {
      if (isOver) return;
      onFailure(error);
      end();
    },
    drop() {
      if (!finish()) return;
      release();
      onDisconnect();
    },
  };
}
