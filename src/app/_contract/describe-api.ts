// The inbox's API as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), whose schemas are JSON Schema 2020-12: what zod
// writes by itself. What is asked is described as it is sent, what is answered as it arrives.

import { z } from "zod";
import { conversationDetails, conversationRow, label, lead, person } from "./conversation";
import type { Operation } from "./operation";
import { operations } from "./operations";
import { changes, eventItem, file, messageItem, noteItem } from "./thread";

type Json = Record<string, unknown>;

/** What answers are made of, by the names that generated clients give their types. */
const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Person: person,
  Label: label,
  Lead: lead,
  Conversation: conversationRow,
  ConversationDetails: conversationDetails,
  File: file,
  Message: messageItem,
  Note: noteItem,
  Event: eventItem,
  Changes: changes,
}))
  named.add(schema, { id });

const errorAnswer = z.object({
  ok: z.literal(false),
  error: z.looseObject({
    code: z.string().describe("For programs, such as NOT_FOUND."),
    message: z.string().describe("For people."),
  }),
  requestId: z.string().describe("By which the logs know the request."),
});

const errors: Record<number, string> = {
  400: "What is asked has another shape.",
  401: "Nobody is signed in.",
  403: "Only admins may, or it is asked from another site.",
  404: "There is no such thing in the organization of whoever asks.",
  409: "The state of things forbids it; the message says why.",
  413: "The body is too large.",
  429: "Too many requests; Retry-After says when to ask again.",
  500: "Something went wrong on our side.",
  503: "The database is away, or something is not configured.",
};

/** Every status an operation may have beside 200. */
function statusesOf({ method, params, query, body, upload }: Operation): number[] {
  const takes = body !== undefined || upload !== undefined;
  return [
    ...(query || takes ? [400] : []),
    ...[401, 403],
    ...(params ? [404] : []),
    ...(method === "GET" ? [] : [409]),
    ...(takes ? [413] : []),
    ...[429, 500, 503],
  ];
}

/** The document of /api/openapi.json. */
export function describeApi(version: string): Json {
  const schemas: Json = { Error: toSchema(errorAnswer, "input", {}) };
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const { method, path } = operation;
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(operation, schemas) };
  }
  const failure = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
  const responses = Object.entries(errors).map(([status, description]) => [
    `Error${status}`,
    { description, content: failure },
  ]);
  return {
    openapi: "3.1.1",
    info: {
      title: "ReplyOnce inbox",
      version,
      description: "Everything the inbox shows and does. docs/INBOX_API.md says how another inbox uses it.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas,
      responses: Object.fromEntries(responses),
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "replyonce.session_token",
          description: "Set by POST /api/auth/sign-in. Over https its name begins with __Secure-.",
        },
      },
    },
  };
}

function describe(operation: Operation, schemas: Json): Json {
  const { method, path, summary, role, params, query, answer } = operation;
  const [area = "inbox"] = path.replace("/api/inbox/", "").split("/");
  const statuses = statusesOf(operation).map((status) => [
    status,
    { $ref: `#/components/responses/Error${status}` },
  ]);
  const envelope = z.object({ ok: z.literal(true), requestId: z.string(), ...answer.shape });
  return {
    operationId: `${method.toLowerCase()}${path.replace("/api/inbox", "").replace(/\W+(\w?)/g, (_, next) => next.toUpperCase())}`,
    summary,
    ...(role === "admin" ? { description: "For admins." } : {}),
    tags: [area],
    parameters: [...parameters("path", params), ...parameters("query", query)],
    ...requestBody(operation),
    responses: {
      200: {
        description: "Done.",
        content: { "application/json": { schema: toSchema(envelope, "output", schemas) } },
      },
      ...Object.fromEntries(statuses),
    },
  };
}

function parameters(place: "path" | "query", schema: z.ZodObject | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema, "input", {}) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...each }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description ? { description } : {}),
    schema: each,
  }));
}

function requestBody({ body, upload }: Operation): Json {
  if (upload) {
    const schema = {
      type: "object",
      properties: { [upload]: { type: "string", contentMediaType: "application/octet-stream" } },
      required: [upload],
    };
    return { requestBody: { required: true, content: { "multipart/form-data": { schema } } } };
  }
  if (!body) return {};
  const content = { "application/json": { schema: toSchema(body, "input", {}) } };
  return { requestBody: { required: !body.safeParse({}).success, content } };
}

/** JSON Schema of a schema; what has a name in it goes to `shared`, and is referred to. */
function toSchema(schema: z.ZodType, io: "input" | "output", shared: Json): Json {
  const written = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    ...(io === "output" ? { metadata: named } : {}),
    override: ({ jsonSchema }) => {
      // A later version may answer with more; and that integers are exact needs no saying.
      if (io === "output" && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  }) as Json;
  const {
    $schema: _,
    $defs = {},
    ...own
  } = JSON.parse(JSON.stringify(written).replaceAll("#/$defs/", "#/components/schemas/"));
  for (const [name, each] of Object.entries($defs as Record<string, Json>)) shared[name] = withoutId(each);
  return own;
}

/** An `id` of a schema's own would be what references within it are relative to. */
function withoutId({ id: _, $id: __, ...rest }: Json): Json {
  return rest;
}
