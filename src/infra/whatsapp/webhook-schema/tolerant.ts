// What the schemas of this folder are made of. Tolerant: a field that is not as it should be counts as left out, so that
// it costs nobody the message it stands in. Only what a message cannot be stored without is demanded.

import { z } from "zod";

/** Longer ids would not fit into an index, and Meta's have some 60 characters. */
export const id = z.string().min(1).max(512);

/** A name that somebody has chosen. */
export const name = z
  .string()
  .transform((value) => value.slice(0, 512))
  .optional()
  .catch(undefined);

/** Meta leaves out what it withholds; an empty text means the same. */
export const withheld = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value || undefined)
    .optional();

/** Unix seconds in a string; between 2009, when WhatsApp began, and 2100. */
export const timestamp = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform((seconds) => new Date(Number(seconds) * 1000))
  .refine((date) => date.getUTCFullYear() >= 2009 && date.getUTCFullYear() < 2100, "is not a plausible time");

/** A text of any length; an empty one says nothing. */
export const text = z
  .string()
  .transform((value) => value || undefined)
  .optional()
  .catch(undefined);

/** A name of Meta's: what kind, which state. */
export const word = z.string().min(1).max(64).optional().catch(undefined);

/** An id that is told, and nothing hangs on. */
export const reference = withheld(512).catch(undefined);

export const flag = z.boolean().optional().catch(undefined);

/** Meta's examples write some numbers as texts. */
export const quantity = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .refine(Number.isFinite)
  .optional()
  .catch(undefined);

/** Ids of templates are numbers on the wire; those that JavaScript has rounded are of no use. */
export const numericId = z
  .union([z.string().min(1).max(64), z.number().refine(Number.isSafeInteger).transform(String)])
  .optional()
  .catch(undefined);

/** What cannot be read of a list is left out of it. */
export function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(z.unknown())
    .transform((members) =>
      members.flatMap((member) => {
        const { success, data } = item.safeParse(member);
        return success ? [data as z.output<Item>] : [];
      }),
    )
    .optional()
    .catch(undefined);
}

/** An object of which everything is optional. */
export function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.looseObject(shape).optional().catch(undefined);
}
