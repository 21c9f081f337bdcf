import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectSecure } from "node:tls";
import { type Finding, ok, toReason, warning } from "./finding.ts";

const PATIENCE_MS = 3_000;
const FIX =
  "Check REDIS_URL, or unset it: without Redis everything works, live streams between processes a little later.";

/** Says hello as any client would; whoever lives without Redis lives well, so nothing about it is a problem. */
export async function checkRedis(url: string): Promise<Finding> {
  const { host } = new URL(url);
  try {
    const answer = await say(url);
    return /PONG/.test(answer)
      ? ok("redis", host)
      : warning("redis", `${host} answers: ${answer.split("\r\n")[0]?.slice(0, 200)}`, FIX);
  } catch (error) {
    return warning("redis", `nobody answers at ${host}: ${toReason(error)}`, FIX);
  }
}

async function say(url: string): Promise<string> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const address = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 6_379) };
  const socket: Socket =
    protocol === "rediss:" ? connectSecure({ ...address, servername: address.host }) : connectPlain(address);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
  try {
    const credentials = [username, password].filter((part) => part !== "").map(decodeURIComponent);
    if (credentials.length > 0) socket.write(toCommand(["AUTH", ...credentials]));
    socket.write(toCommand(["PING"]));
    let answer = "";
    for await (const chunk of socket) {
      answer += String(chunk);
      // An error or a PONG: nothing more is needed.
      if (/^-|PONG/m.test(answer)) break;
    }
    return answer;
  } finally {
    socket.destroy();
  }
}

function toCommand(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join("")}`;
}
