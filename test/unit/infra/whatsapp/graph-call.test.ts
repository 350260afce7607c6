import { describe, expect, it, vi } from "vitest";
import { callGraph, type GraphCall } from "@/infra/whatsapp/graph-call";
import { setEnv } from "../../../support/with-env";
import { closeConnections, closedPort, listenRaw, playMeta } from "./local-server";

/** Long enough for an answer on this machine, however busy it is. */
const PATIENT_MS = 10_000;
/** For servers that never answer. */
const SHORT_MS = 150;

const accepted = { messages: [{ id: "wamid.1" }] };

function call(fields: Partial<GraphCall> = {}) {
  const whole = {
    path: "1029/messages",
    accessToken: "token-1",
    body: { type: "text" },
    timeoutMs: PATIENT_MS,
  };
  return callGraph({ ...whole, ...fields });
}

describe("a call that is answered", () => {
  it("is one POST to the versioned path, with the token and the body as JSON", async () => {
    const seen = await playMeta((response) => void response.end(JSON.stringify(accepted)));
    setEnv({ WHATSAPP_API_VERSION: "v26.0" });
    expect(await call({ body: { text: { body: "Olá 👋" } } })).toEqual({
      kind: "answer",
      httpStatus: 200,
      retryAfterMs: undefined,
      json: accepted,
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: "POST", path: "/v26.0/1029/messages" });
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer token-1",
      "content-type": "application/json",
    });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ text: { body: "Olá 👋" } });
  });

  it.each([400, 401, 429, 500, 503])("with the status %d is an answer like any other", async (status) => {
    const error = { error: { code: 131000, message: "Something went wrong" } };
    await playMeta((response) => void response.writeHead(status).end(JSON.stringify(error)));
    expect(await call()).toMatchObject({ kind: "answer", httpStatus: status, json: error });
  });

  it.each(["", "<html>Bad gateway</html>", '{"messages":[{"id":"wam'])(
    "with %j has no JSON, and is no error",
    async (text) => {
      await playMeta((response) => void response.writeHead(502).end(text));
      expect(await call()).toMatchObject({ kind: "answer", httpStatus: 502, json: undefined });
    },
  );

  it("with a redirection is not repeated elsewhere", async () => {
    const seen = await playMeta(
      (response) => void response.writeHead(307, { location: "/elsewhere" }).end("{}"),
    );
    expect(await call()).toMatchObject({ kind: "answer", httpStatus: 307 });
    expect(seen).toHaveLength(1);
  });

  it("announces the first byte once, before Meta has seen anything", async () => {
    const seen = await playMeta((response) => void response.end("{}"));
    const seenBefore: number[] = [];
    await call({ beforeWrite: () => void seenBefore.push(seen.length) });
    expect(seenBefore).toEqual([0]);
    await call({ beforeWrite: () => void seenBefore.push(seen.length) });
    expect(seenBefore).toEqual([0, 1]);
  });
});

describe("Retry-After", () => {
  /** What a call makes of the header. */
  async function retryAfterMs(header: string): Promise<number | undefined> {
    await playMeta((response) => void response.writeHead(429, { "retry-after": header }).end("{}"));
    const answer = await call();
    if (answer.kind !== "answer") throw new Error(answer.reason);
    return answer.retryAfterMs;
  }

  it("in seconds becomes milliseconds", async () => {
    expect(await retryAfterMs("120")).toBe(120_000);
  });

  it("as a date becomes the time until then", async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    const ms = await retryAfterMs(inAnHour);
    expect(ms).toBeGreaterThan(3_500_000);
    expect(ms).toBeLessThanOrEqual(3_600_000);
  });

  it.each(["0", "soon", "-5", "", "Thu, 01 Jan 2015 00:00:00 GMT"])("as %j says nothing", async (header) => {
    expect(await retryAfterMs(header)).toBeUndefined();
  });
});

describe("a call of which nothing left this process", () => {
  it("was refused a connection", async () => {
    setEnv({ WHATSAPP_API_URL: `http://127.0.0.1:${await closedPort()}` });
    const beforeWrite = vi.fn();
    expect(await call({ beforeWrite })).toEqual({
      kind: "not_sent",
      reason: expect.stringContaining("ECONNREFUSED"),
    });
    expect(beforeWrite).not.toHaveBeenCalled();
  });

  it("was stopped right before its first byte, and Meta has not seen a single one", async () => {
    const { port, seen } = await listenRaw();
    setEnv({ WHATSAPP_API_URL: `http://127.0.0.1:${port}` });
    const beforeWrite = () => {
      throw new Error("the lease is gone");
    };
    expect(await call({ beforeWrite })).toEqual({ kind: "stopped", reason: "the lease is gone" });
    await closeConnections();
    await vi.waitFor(() => expect(seen.closed).toBe(1));
    expect(seen).toEqual({ connections: 1, bytes: 0, closed: 1 });
  });

  it("was stopped on a connection that had carried another call before", async () => {
    const seen = await playMeta((response) => void response.end("{}"));
    await call();
    const beforeWrite = () => {
      throw new Error("the lease is gone");
    };
    expect(await call({ beforeWrite })).toMatchObject({ kind: "stopped" });
    expect(await call()).toMatchObject({ kind: "answer" });
    expect(seen).toHaveLength(2);
  });

  it("met a server that does not speak TLS", async () => {
    const { port, seen } = await listenRaw((socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    setEnv({ WHATSAPP_API_URL: `https://127.0.0.1:${port}` });
    const beforeWrite = vi.fn();
    expect(await call({ beforeWrite })).toMatchObject({ kind: "not_sent" });
    expect(beforeWrite).not.toHaveBeenCalled();
    expect(seen.connections).toBe(1);
  });

  it.each([
    ["a body that is no JSON", { body: { amount: 1n } }],
    ["a token that no header can carry", { accessToken: "line\nbreak" }],
  ])("had %s", async (_what, fields) => {
    const seen = await playMeta((response) => void response.end("{}"));
    const answer = await call(fields);
    expect(answer.kind).toBe("not_sent");
    expect(JSON.stringify(answer)).not.toContain("break");
    expect(seen).toEqual([]);
  });
});

describe("a call of which Meta may have seen everything", () => {
  it("was read and then cut off", async () => {
    const seen = await playMeta((_response, socket) => void socket.destroy());
    expect(await call()).toMatchObject({ kind: "lost", reason: expect.stringMatching(/\S/) });
    expect(seen).toHaveLength(1);
  });

  it("was never answered: it is given up after its time", async () => {
    const seen = await playMeta(() => undefined);
    expect(await call({ timeoutMs: SHORT_MS })).toMatchObject({ kind: "lost" });
    expect(seen).toHaveLength(1);
  });

  it("was answered by half and then cut off", async () => {
    await playMeta((response, socket) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"messages":[{"id":"wamid.1"}]', () => socket.destroy());
    });
    expect(await call()).toMatchObject({ kind: "lost" });
  });

  it("was answered in pieces of which the last never came", async () => {
    await playMeta((response, socket) => {
      response.writeHead(200, { "transfer-encoding": "chunked" });
      response.write(JSON.stringify(accepted), () => socket.destroy());
    });
    expect(await call()).toMatchObject({ kind: "lost" });
  });

  it("was answered by half and then no further: it is given up after its time", async () => {
    await playMeta((response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"messages":[');
    });
    expect(await call({ timeoutMs: SHORT_MS })).toMatchObject({ kind: "lost" });
  });

  it("was answered with something that is not HTTP", async () => {
    const { port } = await listenRaw((socket) => void socket.end("220 smtp.example ESMTP\r\n"));
    setEnv({ WHATSAPP_API_URL: `http://127.0.0.1:${port}` });
    expect(await call()).toMatchObject({ kind: "lost" });
  });

  it("went over a connection that was cut while it was under way, and is not repeated by itself", async () => {
    let answers = 0;
    const seen = await playMeta((response, socket) => {
      answers += 1;
      if (answers === 1) response.end("{}");
      else socket.destroy();
    });
    expect(await call()).toMatchObject({ kind: "answer" });
    expect(await call()).toMatchObject({ kind: "lost" });
    expect(seen).toHaveLength(2);
  });
});
