import { z } from "zod";
import { aiScriptSchema } from "../ai/ai-scripts";
import { HttpError } from "../exchange";
import { faultDraftSchema } from "../faults/fault-rule";
import { type ControlRoute, limitSchema, readInput, readQuery } from "./control-route";

export const effectQuerySchema = z.strictObject({
  wamid: z.string().optional(),
  opaque: z.string().optional(),
  recipient: z.string().optional(),
  limit: limitSchema,
});
export const callQuerySchema = z.strictObject({
  kind: z.enum(["send", "read", "typing", "media", "object"]).optional(),
  outcome: z.enum(["pending", "accepted", "refused", "cut", "hung", "http-error"]).optional(),
  opaque: z.string().optional(),
  /** Of the message sent, or of the one that was read or typed at. */
  wamid: z.string().optional(),
  limit: limitSchema,
});
export const aiCallQuerySchema = z.strictObject({
  provider: z.string().optional(),
  textContains: z.string().optional(),
  limit: limitSchema,
});

function removed(isRemoved: boolean, id: string) {
  if (!isRemoved) throw new HttpError(404, `there is no ${id}`);
  return { isRemoved };
}

const ledgerRoutes: ControlRoute[] = [
  {
    method: "GET",
    path: "/control/ledger/effects",
    summary: "what Graph accepted ?wamid&opaque&recipient&limit",
    handle: ({ world, exchange }) => {
      const { limit, ...query } = readQuery(exchange, effectQuerySchema);
      return world.ledger.effects(query, limit);
    },
  },
  {
    method: "GET",
    path: "/control/ledger/calls",
    summary: "every Graph call with its outcome ?kind&outcome&opaque&wamid&limit",
    handle: ({ world, exchange }) => {
      const { limit, kind, outcome, opaque, wamid } = readQuery(exchange, callQuerySchema);
      return world.ledger.calls(
        limit,
        (call) =>
          (kind === undefined || call.kind === kind) &&
          (outcome === undefined || call.outcome === outcome) &&
          (opaque === undefined || call.opaque === opaque) &&
          (wamid === undefined || call.wamid === wamid),
      );
    },
  },
  {
    method: "GET",
    path: "/control/ledger/count",
    summary: "how often Graph was called with an opaque id and how often it accepted ?opaque",
    handle: ({ world, exchange }) => {
      const { opaque } = readQuery(exchange, z.strictObject({ opaque: z.string().min(1) }));
      return world.ledger.countOf(opaque);
    },
  },
  {
    method: "GET",
    path: "/control/ledger/summary",
    summary: "totals, and the opaque ids accepted more than once",
    handle: ({ world }) => world.ledger.summary(),
  },
];

const faultRoutes: ControlRoute[] = [
  {
    method: "POST",
    path: "/control/faults",
    summary: "add a fault rule {target, action, when, match}",
    handle: async ({ world, exchange }) => {
      const rule = world.faults.add(await readInput(exchange, faultDraftSchema));
      world.events.append({
        type: "control",
        action: "fault",
        detail: `${rule.target}: ${rule.action.type}`,
      });
      return rule;
    },
  },
  {
    method: "GET",
    path: "/control/faults",
    summary: "the rules with their counts",
    handle: ({ world }) => world.faults.list(),
  },
  {
    method: "DELETE",
    path: "/control/faults/:id",
    summary: "remove a rule",
    handle: ({ world, id }) => removed(world.faults.remove(id), id),
  },
  {
    method: "DELETE",
    path: "/control/faults",
    summary: "remove all rules",
    handle: ({ world }) => {
      world.faults.clear();
      return { isRemoved: true };
    },
  },
];

const aiRoutes: ControlRoute[] = [
  {
    method: "GET",
    path: "/control/ai/calls",
    summary: "requests to the models ?provider&textContains&limit",
    handle: ({ world, exchange }) => {
      const { limit, provider, textContains } = readQuery(exchange, aiCallQuerySchema);
      return world.aiCalls.newest(
        limit,
        (call) =>
          (provider === undefined || call.provider === provider) &&
          (textContains === undefined || call.userTexts.some((text) => text.includes(textContains))),
      );
    },
  },
  {
    method: "POST",
    path: "/control/ai/scripts",
    summary: "an answer in place of the built-in one {match, provider, text, toolCalls, delayMs, times}",
    handle: async ({ world, exchange }) => world.aiScripts.add(await readInput(exchange, aiScriptSchema)),
  },
  {
    method: "GET",
    path: "/control/ai/scripts",
    summary: "the answers with their counts",
    handle: ({ world }) => world.aiScripts.list(),
  },
  {
    method: "DELETE",
    path: "/control/ai/scripts/:id",
    summary: "remove an answer",
    handle: ({ world, id }) => removed(world.aiScripts.remove(id), id),
  },
];

export const recordRoutes: ControlRoute[] = [...ledgerRoutes, ...faultRoutes, ...aiRoutes];
