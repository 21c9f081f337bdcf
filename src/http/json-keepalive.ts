import { createLink, type LinkDeps } from "./link.ts";

const LINE_BREAK = Buffer.from("\n");
const CLOSING = Buffer.from(
  toErrorText("ServiceUnavailable", "The service is shutting down; join the run again"),
);

/** A JSON object that takes its time: line breaks, which JSON allows in front, keep the connection alive. */
export function createJsonBody({
  output,
  farewell = CLOSING,
  ...deps
}: LinkDeps & {
  output: () => Promise<object>;
  /** What is said instead when the service closes the link. */
  farewell?: Uint8Array;
}): ReadableStream<Uint8Array> {
  const link = createLink({ ...deps, heartbeat: LINE_BREAK, farewell, release: () => {} });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        link.open(controller);
        link.write(Buffer.from(await settle(output, deps.onFailure)));
        link.end();
      },
      cancel: () => link.drop(),
    },
    { highWaterMark: 0 },
  );
}

/** The status is out already, so a failure has to be told in the object. */
async function settle(output: () => Promise<object>, onFailure: (error: unknown) => void): Promise<string> {
  try {
    return JSON.stringify(await output());
  } catch (error) {
    onFailure(error);
    return toErrorText("InternalError", "Internal server error");
  }
}

function toErrorText(error: string, message: string): string {
  return JSON.stringify({ __error__: { error, message } });
}
