import { z } from "zod";
import { catalogue, findExample, similarNames } from "../examples/catalogue";
import type { ChangeExample, Example } from "../examples/example";
import { HttpError } from "../exchange";
import type { BusinessNumber } from "../settings";
import { changeOf, draftOf, type ExampleRequest, exampleRequestSchema } from "../webhooks/compose-example";
import type { WrittenWebhook } from "../webhooks/customer-messages";
import { changeEnvelope, layoutSchema } from "../webhooks/envelope";
import { metaJson } from "../webhooks/signed-json";
import type { World } from "../world";
import { type ControlCall, type ControlRoute, readInput } from "./control-route";

export const triggerSchema = z.strictObject({
  name: z.string(),
  requests: z.array(exampleRequestSchema).min(1).max(1000),
  grouping: z.enum(["separately", "together"]).default("separately"),
  layout: layoutSchema,
  /** How often each body is sent: once, then the copies, all at once. */
  copies: z.number().int().min(1).max(1000).default(1),
});

/** Account changes know no holds and no faults: they go out at once. */
async function deliverChanges(
  world: World,
  number: BusinessNumber,
  { example, requests }: { example: ChangeExample; requests: ExampleRequest[] },
): Promise<WrittenWebhook> {
  const { customers, media } = world;
  const changes = requests.map((request) => changeOf(example, request, { customers, media, number }));
  const body = metaJson(changeEnvelope(number, changes));
  const draft = { kind: "change" as const, body, signing: "valid" as const, isRedelivered: true };
  const { delivery, firstAttempt } = world.deliverer.deliver(draft);
  return { wamids: [], deliveryIds: [delivery.id], statuses: [(await firstAttempt).status] };
}

function findOrExplain(name: string): Example {
  const example = findExample(name);
  if (example) return example;
  const similar = similarNames(name).join(", ");
  throw new HttpError(404, `there is no example ${name}${similar ? `; did you mean ${similar}?` : ""}`);
}

function deliver(world: World, input: z.output<typeof triggerSchema>): Promise<WrittenWebhook[]> {
  const { name, requests, grouping, layout } = input;
  const { customers, media, settings } = world;
  const example = findOrExplain(name);
  if (example.kind === "message") {
    const drafts = requests.map((request) =>
      draftOf(example, request, { customers, media, number: settings.numberFor(request.phoneNumberId) }),
    );
    return world.messages.write(drafts, { grouping, layout, isAwaited: true });
  }
  const bodies = grouping === "together" ? [requests] : requests.map((request) => [request]);
  return Promise.all(
    bodies.map((body) => {
      const number = settings.numberFor(body[0]?.phoneNumberId);
      return deliverChanges(world, number, { example, requests: body });
    }),
  );
}

async function trigger({ world, exchange }: ControlCall): Promise<{ webhooks: WrittenWebhook[] }> {
  const input = await readInput(exchange, triggerSchema);
  const webhooks = await deliver(world, input);
  const repeated = { times: input.copies - 1, isConcurrent: true };
  const copied = webhooks.map(async (webhook) => {
    const deliveries = webhook.deliveryIds.flatMap((id) => world.deliverer.find(id) ?? []);
    const attempts = await Promise.all(
      deliveries.map((delivery) => world.deliverer.repeat(delivery, repeated)),
    );
    return { ...webhook, statuses: [...webhook.statuses, ...attempts.flat().map(({ status }) => status)] };
  });
  return { webhooks: await Promise.all(copied) };
}

export const exampleRoutes: ControlRoute[] = [
  {
    method: "GET",
    path: "/control/examples",
    summary: "the webhooks that can be triggered, by name",
    handle: () => catalogue.map(({ name, summary, kind }) => ({ name, summary, kind })),
  },
  {
    method: "POST",
    path: "/control/trigger",
    summary:
      "a webhook of the catalogue {name, requests: [{from, userId, text, …}], grouping, layout, copies}",
    handle: trigger,
  },
];
