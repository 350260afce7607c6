// Meta and an AI that answer at once: a bare node:http server in a process of its own, so that what is measured beside it is
// what it is measured for. Kept: when each message came, by the clock that all processes of a machine share.

import { createServer, type IncomingMessage } from "node:http";
import type { Arrival } from "../instant-apis";
import { nowMs } from "../now-ms";

const arrivals: Arrival[] = [];
const byOpaqueId = new Map<string, number>();

const completion = JSON.stringify({
  id: "chatcmpl-bench",
  object: "chat.completion",
  created: 1,
  model: "bench",
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      message: { role: "assistant", content: "Yes, we are open on Saturday until six." },
    },
  ],
  usage: { prompt_tokens: 400, completion_tokens: 12, total_tokens: 412 },
});

const server = createServer((request, response) => {
  const { url = "" } = request;
  const json = (body: string) => {
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  };
  if (url.endsWith("/chat/completions")) request.resume().on("end", () => json(completion));
  else if (url.endsWith("/messages")) void readText(request).then((text) => json(accept(text)));
  else if (url.startsWith("/arrivals"))
    json(JSON.stringify(arrivals.slice(Number(url.split("?from=")[1] ?? 0))));
  else json("{}");
});

/** Blue ticks go the same way and are no message. */
function accept(text: string): string {
  const { to, biz_opaque_callback_data: opaqueId, type } = JSON.parse(text);
  if (type === undefined) return '{"success":true}';
  const wamid = `wamid.bench${arrivals.length}.${process.pid}`;
  const times = (byOpaqueId.get(opaqueId) ?? 0) + 1;
  byOpaqueId.set(opaqueId, times);
  arrivals.push({ to, wamid, atMs: nowMs(), isAgain: times > 1 });
  return JSON.stringify({
    messaging_product: "whatsapp",
    contacts: [{ input: to, wa_id: to }],
    messages: [{ id: wamid }],
  });
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object")
    process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});
process.on("SIGTERM", () => process.exit(0));
