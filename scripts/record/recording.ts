// A recording: one webhook a line, scrubbed, in the order in which they came.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";

const lineSchema = z.object({
  version: z.literal(1),
  receivedAt: z.iso.datetime(),
  body: z.record(z.string(), z.unknown()),
});

type RecordedWebhook = z.infer<typeof lineSchema>;

export function toLine(receivedAt: Date, body: unknown): string {
  return `${JSON.stringify({ version: 1, receivedAt: receivedAt.toISOString(), body })}\n`;
}

/** Throws with the number of a line that is none of a recording's. */
export async function* readRecording(file: string): AsyncGenerator<RecordedWebhook> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    number += 1;
    if (line.trim() === "") continue;
    yield parseLine(line, number);
  }
}

function parseLine(line: string, number: number): RecordedWebhook {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`Line ${number} is not a line of a recording`, { cause });
  }
}
