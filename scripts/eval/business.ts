import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { personaSchema } from "@/domain/persona";

export const EVAL_FOLDER = "test/eval";

const knowledgeSchema = z.strictObject({ title: z.string().min(1), text: z.string().min(1) });

const businessSchema = z.strictObject({
  name: z.string().min(1),
  persona: personaSchema,
  knowledge: z.array(knowledgeSchema).default([]),
});

export type Business = z.output<typeof businessSchema>;
export type KnownText = Business["knowledge"][number];

/** A business that conversations and injections are played with: `test/eval/businesses/<name>.yaml`. */
export function readBusiness(name: string): Business {
  return businessSchema.parse(readYaml(join(EVAL_FOLDER, "businesses", `${name}.yaml`)));
}

/** @throws with the file's name when it is no YAML. */
export function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
