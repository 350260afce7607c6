// Template messages (Meta, templates; messages/template-messages): which template, and what goes into its places. Whether the
// template exists, is approved and has these places is checked where it is known: src/domain/templates.

import { z } from "zod";
import { limited, mediaSource, metaId, oneSource } from "./outbound-content-fields";

const PARAMETER_MAX = 1_024;

/** Meta refuses these within a parameter: the template would fall apart. */
const parameter = limited(PARAMETER_MAX)
  .refine((value) => !/[\n\r\t]/.test(value), "has a line break or a tab, Meta takes none in a parameter")
  .refine((value) => !/ {4}/.test(value), "has four spaces in a row, Meta takes at most three");

const positional = z.array(parameter).max(100);
const named = z.record(z.string().regex(/^[a-z0-9_]{1,100}$/), parameter);

const header = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: parameter, name: z.string().optional() }),
  z.strictObject({ type: z.literal("image"), ...mediaSource }).superRefine(oneSource),
  z.strictObject({ type: z.literal("video"), ...mediaSource }).superRefine(oneSource),
  z
    .strictObject({ type: z.literal("document"), ...mediaSource, filename: limited(240).optional() })
    .superRefine(oneSource),
  z.strictObject({
    type: z.literal("location"),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: limited(1_000),
    address: limited(1_000),
  }),
]);

/** `index` counts all buttons of the template from 0, as Meta does. */
const button = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("url"), index: z.int().min(0).max(9), value: limited(2_000) }),
  z.strictObject({ kind: z.literal("quick_reply"), index: z.int().min(0).max(9), value: limited(128) }),
  z.strictObject({ kind: z.literal("copy_code"), index: z.int().min(0).max(9), value: limited(15) }),
  z.strictObject({ kind: z.literal("flow"), index: z.int().min(0).max(9), value: limited(1_000) }),
]);

const templateParameters = z.strictObject({
  header: header.optional(),
  /** In the order of {{1}}, {{2}} …, or by name. */
  body: z.union([positional, named]).optional(),
  buttons: z.array(button).max(10).optional(),
});

export const template = z.strictObject({
  type: z.literal("template"),
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "is not lower case letters, digits and underscores"),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, "is not a language code such as en or pt_BR"),
  parameters: templateParameters.default({}),
  /** The body with its parameters, for whoever reads the thread; Meta is not sent it. */
  preview: z.string().max(4_096).optional(),
  quotes: metaId.optional(),
});

export type TemplateContent = z.output<typeof template>;
export type TemplateParameters = z.output<typeof templateParameters>;
