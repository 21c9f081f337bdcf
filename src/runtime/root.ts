import { fileURLToPath } from "node:url";

/** The folder that RaptorFlow itself lies in, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
