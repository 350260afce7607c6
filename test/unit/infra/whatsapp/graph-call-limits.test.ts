import { Agent } from "undici";
import { afterEach, expect, it, vi } from "vitest";
import { callGraph } from "@/infra/whatsapp/graph-call";
import { oncePerProcess } from "@/lib/once-per-process";
import { setEnv } from "../../../support/with-env";
import { closeConnections, listenRaw, playMeta } from "./local-server";

afterEach(closeConnections);

const call = { path: "1/messages", accessToken: "t", body: {} };

it("a call that waited for a connection until its time was over has not been sent, and never will be", async () => {
  await closeConnections();
  oncePerProcess("graph-connections", () => new Agent({ connections: 1 }));
  let answerFirst = () => {};
  const seen = await playMeta((response) => {
    answerFirst = () => void response.end("{}");
  });
  const first = callGraph({ ...call, timeoutMs: 10_000 });
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  const beforeWrite = vi.fn();

  expect(await callGraph({ ...call, timeoutMs: 100, beforeWrite })).toMatchObject({ kind: "not_sent" });

  answerFirst();
  await first;
  // The connection is free now: a third call goes through, and the second must not have gone before it.
  const third = callGraph({ ...call, timeoutMs: 10_000 });
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  answerFirst();
  expect(await third).toMatchObject({ kind: "answer" });
  expect(beforeWrite).not.toHaveBeenCalled();
});

it("a call whose TLS handshake hangs is given up after its time, and nothing was sent", async () => {
  const { port } = await listenRaw();
  setEnv({ WHATSAPP_API_URL: `https://127.0.0.1:${port}` });
  const startedAt = performance.now();
  expect(await callGraph({ ...call, timeoutMs: 150 })).toMatchObject({ kind: "not_sent" });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
