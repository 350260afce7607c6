import type { z } from "zod";
import { AppError } from "@/lib/errors";
import { type PersonaContent, personaSchema } from "./persona";

export interface PersonaProblem {
  /** handover.autoReturnMinutes, facts.3, …; empty for the whole. */
  path: string;
  problem: string;
}

type Checked = { content: PersonaContent; problems: [] } | { content: null; problems: PersonaProblem[] };

/** A persona as somebody has written it: with every default filled in, or everything that is wrong with it at once. */
export function checkPersona(written: unknown): Checked {
  const parsed = personaSchema.safeParse(written);
  if (parsed.success) return { content: parsed.data, problems: [] };
  return { content: null, problems: parsed.error.issues.flatMap(toProblems) };
}

/** @throws INVALID_INPUT, with every problem. */
export function requirePersona(written: unknown): PersonaContent {
  const { content, problems } = checkPersona(written);
  if (content) return content;
  const publicMessage = problems.map(({ path, problem }) => `${path || "persona"}: ${problem}`).join("; ");
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}

/** Fields nobody knows are told one by one. */
function toProblems(issue: z.core.$ZodIssue): PersonaProblem[] {
  const at = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...at, key].join("."),
      problem: "there is no such field",
    }));
  return [{ path: at.join("."), problem: issue.message }];
}
