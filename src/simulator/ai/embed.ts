import { createHash } from "node:crypto";
import { z } from "zod";

export const embeddingRequestSchema = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  encoding_format: z.enum(["float", "base64"]).default("float"),
  dimensions: z.number().int().min(1).max(4096).default(1536),
});

type EmbeddingRequest = z.output<typeof embeddingRequestSchema>;

/** Each word goes to a dimension by its hash, so texts that share words are near each other. Length 1. */
function vectorOf(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [""]) {
    const index = createHash("md5").update(word).digest().readUInt32BE(0) % dimensions;
    vector[index] = (vector[index] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** The body of an answer from `/embeddings`; the same text always gives the same vector. */
export function embed(request: EmbeddingRequest) {
  const texts = typeof request.input === "string" ? [request.input] : request.input;
  const data = texts.map((text, index) => {
    const vector = vectorOf(text, request.dimensions);
    const isBase64 = request.encoding_format === "base64";
    const embedding = isBase64 ? Buffer.from(new Float32Array(vector).buffer).toString("base64") : vector;
    return { object: "embedding", index, embedding };
  });
  const tokens = Math.ceil(texts.join("").length / 4);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return { object: "list", data, model: request.model, usage };
}
