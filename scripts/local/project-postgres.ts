import { type LocalPostgres, startLocalPostgres } from "./local-postgres";

export const DATABASE_NAME = "replyonce";

const PREFERRED_PORT = 54_320;

/** This checkout's own server, with the data of its demo and development. It survives restarts. */
export function startProjectPostgres(): Promise<LocalPostgres> {
  const port = Number(process.env.LOCAL_DATABASE_PORT) || PREFERRED_PORT;
  return startLocalPostgres({ folder: "postgres", port });
}
