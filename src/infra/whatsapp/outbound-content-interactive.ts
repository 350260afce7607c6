// Interactive messages (Meta, messages/interactive-reply-buttons-messages, interactive-list-messages,
// interactive-cta-url-messages, location-request-messages, whatsapp/flows, business-scoped-user-ids). Where Meta's pages and
// its OpenAPI file name different limits, the smaller one holds: what fits it is right under both.

import { z } from "zod";
import {
  distinct,
  limited,
  mediaSource,
  metaId,
  oneSource,
  upTo,
  webAddress,
} from "./outbound-content-fields";

const BODY_MAX = 1_024;
const SHORT_MAX = 60;

const textHeader = z.strictObject({ type: z.literal("text"), text: limited(SHORT_MAX) });
const header = z.discriminatedUnion("type", [
  textHeader,
  z.strictObject({ type: z.literal("image"), ...mediaSource }).superRefine(oneSource),
  z.strictObject({ type: z.literal("video"), ...mediaSource }).superRefine(oneSource),
  z
    .strictObject({ type: z.literal("document"), ...mediaSource, filename: limited(240).optional() })
    .superRefine(oneSource),
]);

const common = {
  type: z.literal("interactive"),
  body: limited(BODY_MAX),
  quotes: metaId.optional(),
};
const framed = { ...common, header: header.optional(), footer: limited(SHORT_MAX).optional() };

const button = z.strictObject({ id: limited(256), title: limited(20) });
const row = z.strictObject({ id: limited(200), title: limited(24), description: limited(72).optional() });
const section = z.strictObject({ title: limited(24).optional(), rows: upTo(row, 10) });

const buttons = z
  .strictObject({ ...framed, kind: z.literal("button"), buttons: upTo(button, 3) })
  .superRefine(({ buttons }, context) => {
    distinct(
      buttons.map(({ id }) => id),
      "button id",
      context,
    );
    distinct(
      buttons.map(({ title }) => title),
      "button title",
      context,
    );
  });

const list = z
  .strictObject({
    ...framed,
    kind: z.literal("list"),
    header: textHeader.optional(),
    button: limited(20),
    sections: upTo(section, 10),
  })
  .superRefine(({ sections }, context) => {
    const rows = sections.flatMap(({ rows }) => rows);
    if (rows.length > 10)
      context.addIssue({
        code: "custom",
        message: `has ${rows.length} rows in all sections, Meta takes 10`,
        path: ["sections"],
      });
    distinct(
      rows.map(({ id }) => id),
      "row id",
      context,
    );
    for (const [at, { title }] of sections.entries())
      if (sections.length > 1 && title === undefined)
        context.addIssue({
          code: "custom",
          message: "is missing, Meta asks for it where there are several sections",
          path: ["sections", at, "title"],
        });
  });

const link = z.strictObject({
  ...framed,
  kind: z.literal("cta_url"),
  displayText: limited(20),
  url: webAddress,
});

const flow = z
  .strictObject({
    ...framed,
    kind: z.literal("flow"),
    flowId: limited(100).optional(),
    flowName: limited(200).optional(),
    cta: limited(30),
    token: limited(1_000).optional(),
    action: z.enum(["navigate", "data_exchange"]).optional(),
    screen: limited(200).optional(),
    data: z.record(z.string(), z.unknown()).optional(),
    mode: z.enum(["draft", "published"]).optional(),
  })
  .superRefine(({ flowId, flowName }, context) => {
    if ((flowId === undefined) === (flowName === undefined))
      context.addIssue({ code: "custom", message: "needs exactly one of flowId and flowName" });
  });

export const interactive = z.discriminatedUnion("kind", [
  buttons,
  list,
  link,
  flow,
  z.strictObject({ ...common, kind: z.literal("location_request") }),
  z.strictObject({ ...common, kind: z.literal("contact_request") }),
]);

export type InteractiveContent = z.output<typeof interactive>;
export type InteractiveHeader = z.output<typeof header>;
