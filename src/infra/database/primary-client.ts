// Several servers, of which one is the primary: after a failover it is another one. Every new connection goes to the one that
// takes writes. Those to a primary that has become a replica fail with 25006 and are thrown away by the pool, like all on
// which something has failed. That no two servers take writes at the same time is for whoever promotes one to see to.

import pg from "pg";

const PROBE_TIMEOUT_MS = 2_000;
/** How long a server is believed to be the primary: a burst of new connections asks once. */
const BELIEVED_MS = 1_000;
const READ_ONLY = "25006";

/** As pg's own; only without an error is there a client. */
type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** A class of clients that connect to whichever of the servers takes writes. Else as pg's own; see PoolConfig's Client. */
export function clientOfPrimary(urls: URL[]): typeof pg.Client {
  let believed: { primary: Promise<URL>; since: number } | undefined;

  function locate(): Promise<URL> {
    if (!believed || performance.now() - believed.since > BELIEVED_MS)
      believed = { primary: findPrimary(urls), since: performance.now() };
    return believed.primary;
  }

  return class extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(callback: Connected): void;
    override connect(callback?: Connected): Promise<pg.Client> | undefined {
      const connected = locate().then(({ hostname, port }) => {
        this.host = hostname.replace(/^\[(.+)\]$/, "$1");
        this.port = Number(port) || 5432;
        return super.connect();
      });
      if (!callback) return connected;
      const told = callback as (error: Error | null, client?: pg.Client) => void;
      connected.then((client) => told(null, client), told);
      return undefined;
    }
  };
}

/** @throws an AggregateError with what each of them said, when none takes writes. */
function findPrimary(urls: URL[]): Promise<URL> {
  return Promise.any(urls.map(requirePrimary));
}

async function requirePrimary(url: URL): Promise<URL> {
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: PROBE_TIMEOUT_MS });
  client.on("error", () => undefined); // Told by the query.
  try {
    await client.connect();
    const { rows } = await client.query({
      text: "SHOW transaction_read_only",
      query_timeout: PROBE_TIMEOUT_MS,
    } as {
      text: string;
    });
    if (rows[0]?.transaction_read_only === "off") return url;
    const error = new Error(`${url.host} takes no writes`);
    throw Object.assign(error, { code: READ_ONLY, severity: "ERROR" });
  } finally {
    await client.end().catch(() => undefined); // Of a connection that may never have come up.
  }
}
