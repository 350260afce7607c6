// The way of the phone to the simulator: the browser may only talk to us, and the simulator only listens on this machine.

import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { redact, redactLines } from "./redact";

/** What the phone needs; not the settings, which hold secrets, and nothing that forgets everything. */
const allowed: Record<string, RegExp> = {
  GET: /^(events|examples|customers|faults|deliveries(\/[\w-]+)?|ledger\/(calls|effects)|ai\/calls|media\/\w+|health)$/,
  POST: /^(messages|trigger|receipts|faults|redeliver\/[\w-]+)$/,
  PUT: /^customers$/,
  DELETE: /^faults(\/[\w-]+)?$/,
};

/** What a browser may show by itself; the rest is only saved. */
const shown = /^(image\/(png|jpeg|webp|gif)|(audio|video)\/[\w.+-]+)/;

/** Passes a request of the phone on, and what comes back without secrets. @throws NOT_FOUND, NOT_CONFIGURED. */
export async function askSimulator(request: Request, path: string): Promise<Response> {
  const { SIMULATOR_URL } = env();
  if (!SIMULATOR_URL) {
    const publicMessage = "SIMULATOR_URL is not set: there is no simulated WhatsApp to talk to.";
    throw new AppError("NOT_CONFIGURED", "SIMULATOR_URL is not set", { publicMessage });
  }
  if (!allowed[request.method]?.test(path)) throw new AppError("NOT_FOUND", "No such thing for the phone");
  const { search } = new URL(request.url);
  const answer = await fetch(`${SIMULATOR_URL.replace(/\/$/, "")}/control/${path}${search}`, {
    method: request.method,
    headers: lastEventOf(request),
    body: request.method === "GET" ? undefined : await request.text(),
    signal: request.signal,
    cache: "no-store",
  }).catch((cause: unknown) => {
    const publicMessage = "The simulated WhatsApp does not answer.";
    throw new AppError("NOT_CONFIGURED", "The simulator does not answer", { publicMessage, cause });
  });
  return path.startsWith("media/") ? asFile(answer) : await asText(answer);
}

/** A browser that reconnects says how far it came. */
function lastEventOf({ headers }: Request): Record<string, string> {
  const last = headers.get("last-event-id");
  return last ? { "last-event-id": last } : {};
}

function asFile({ status, body, headers }: Response): Response {
  const type = headers.get("content-type") ?? "";
  const contentType = shown.test(type) ? type : "application/octet-stream";
  return new Response(body, {
    status,
    headers: { "content-type": contentType, "cache-control": "no-store" },
  });
}

async function asText(answer: Response): Promise<Response> {
  const { status, headers } = answer;
  const contentType = headers.get("content-type") ?? "application/json";
  const isStream = contentType.startsWith("text/event-stream");
  const body = isStream
    ? answer.body
        ?.pipeThrough(new TextDecoderStream())
        .pipeThrough(redactLines())
        .pipeThrough(new TextEncoderStream())
    : redact(await answer.text());
  return new Response(body, {
    status,
    headers: { "content-type": contentType, "cache-control": "no-store" },
  });
}
