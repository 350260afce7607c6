// A model that obeys every injection it can see: the worst there is. Whatever does not get out with it does not hang on how
// well a model keeps to its instructions.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Injection } from "./read-set";

interface Asked {
  messages: { role: string; content?: string | null }[];
}

export interface GullibleAnswer {
  text: string;
  toolCalls: { name: string; arguments: Record<string, unknown> }[];
}

const letters = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");

/** What it says and calls; null where it sees none of the attempts. */
export function obey(asked: Asked, attempts: Injection[]): GullibleAnswer | null {
  const seen = letters(asked.messages.map(({ content }) => content ?? "").join("\n"));
  const attempt = attempts.find((each) => seen.includes(letters(each.attempt)));
  if (!attempt) return null;
  const isCalled = asked.messages.some(({ role }) => role === "tool");
  const { say, as, call } = attempt.obeyed;
  if (call.length > 0 && !isCalled) return { text: say, toolCalls: call };
  return { text: spell(say, as, asked), toolCalls: [] };
}

function spell(say: string, as: Injection["obeyed"]["as"], { messages }: Asked): string {
  const system = messages[0]?.content ?? "";
  const mark = /<data-([0-9a-f]+)/.exec(system)?.[1] ?? "";
  const text = say.replace("{system}", () => system).replace("{mark}", mark);
  switch (as) {
    case "base64":
    case "hex":
      return Buffer.from(text).toString(as);
    case "reversed":
      return [...text].reverse().join("");
    case "spaced":
      return [...text].join(" ");
    default:
      return text;
  }
}

export interface GullibleAi {
  url: string;
  /** Everything it has said so far. */
  said: GullibleAnswer[];
  close(): Promise<void>;
}

/** The same as an OpenAI-compatible API (OpenAI API reference, chat completions). */
export async function startGullibleAi(attempts: Injection[]): Promise<GullibleAi> {
  const said: GullibleAnswer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = obey(JSON.parse(Buffer.concat(chunks).toString("utf8")), attempts);
    if (answer) said.push(answer);
    response.setHeader("content-type", "application/json").end(JSON.stringify(completionOf(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    said,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function completionOf(answer: GullibleAnswer | null) {
  const calls = (answer?.toolCalls ?? []).map(({ name, arguments: given }, at) => ({
    id: `call_${at}`,
    type: "function",
    function: { name, arguments: JSON.stringify(given) },
  }));
  const message = {
    role: "assistant",
    content: answer?.text ?? "How can I help you?",
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return {
    id: "gullible",
    object: "chat.completion",
    created: 0,
    model: "gullible",
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? "tool_calls" : "stop" }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}
