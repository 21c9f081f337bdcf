import { createHash } from "node:crypto";
import { unlink } from "node:fs/promises";
import { createConnection, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AppError } from "../../domain/errors.ts";

export type FolderLock = { release(): Promise<void> };

/**
 * Two processes that open one embedded database corrupt it, and the database itself does not notice. The lock is a
 * local socket named after the folder: the system takes it down with its process, however that ends, and whoever is
 * refused can ask the holder for its name. Throws `data_folder_held`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = toAddress(resolve(folder));
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(`process ${process.pid}`);
  });
  for (let attempt = 1; ; attempt++) {
    try {
      await listen(server, address);
      server.unref();
      return { release: () => close(server) };
    } catch (error) {
      if (!hasCode(error, "EADDRINUSE")) throw error;
      const holder = await askHolder(address);
      if (holder !== null || attempt > 3) throw toHeld(folder, holder);
      // Only where sockets are files: a killed process left its file behind.
      await unlink(address).catch(() => undefined);
    }
  }
}

function toAddress(folder: string): string {
  const name = `raptorflow-${createHash("sha256").update(folder).digest("hex").slice(0, 24)}`;
  if (process.platform === "linux") return `\0${name}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function toHeld(folder: string, holder: string | null): AppError {
  return new AppError(
    "data_folder_held",
    `The data folder ${folder} is in use by ${holder ?? "another process"}`,
    {
      fix: "Stop that process, or give this one another folder with RAPTORFLOW_DATA.",
    },
  );
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(address, () => {
      server.off("error", fail);
      done();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((done) => server.close(() => done()));
}

/** The holder's own words; null when nobody answers. */
function askHolder(address: string): Promise<string | null> {
  return new Promise((done) => {
    let words = "";
    const socket = createConnection(address);
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on("data", (chunk) => (words += chunk.toString()));
    socket.on("error", () => done(null));
    socket.on("close", () => done(words === "" ? null : words));
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
