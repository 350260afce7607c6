import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, describe, expect, it } from "vitest";
import { operations } from "@/app/_contract/operations";
import { GET } from "@/app/api/openapi.json/route";
import { ownDatabase } from "../../support/own-database";

ownDatabase();

type Described = Record<string, Record<string, Record<string, unknown>>>;
interface Api {
  openapi: string;
  paths: Described;
  components: { schemas: Record<string, { properties?: object }> };
  security: object[];
}

let api: Api;
beforeAll(async () => {
  const response = await GET(new Request("http://localhost/api/openapi.json"));
  expect(response.status).toBe(200);
  api = await response.json();
});

it("is a valid OpenAPI 3.1 document, without anybody being signed in", async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(api) as never)).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

it("has no reference that leads nowhere, and no schema that nobody refers to", () => {
  const text = JSON.stringify(api);
  const referred = new Set([...text.matchAll(/"#\/components\/(\w+\/\w+)"/g)].map(([, name]) => name));
  const given = Object.entries(api.components).flatMap(([kind, each]) =>
    kind === "securitySchemes" ? [] : Object.keys(each).map((name) => `${kind}/${name}`),
  );
  expect([...referred].sort()).toEqual(given.sort());
  expect(text).not.toContain("#/$defs");
});

it("has every operation, once, with its parameters, errors and an answer", () => {
  expect(operations.length).toBeGreaterThan(0);
  const known = operations.map(({ method, path }) => `${method} ${path}`);
  const described = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(new Set(known).size).toBe(known.length);
  expect(described.sort()).toEqual(known.sort());
});

describe.each(operations.map((operation) => [operation.method, operation.path, operation] as const))(
  "%s %s",
  (method, path, operation) => {
    const described = () => api.paths[path]?.[method.toLowerCase()] as Record<string, unknown>;

    it("names each {part} of its path, and each of its query", () => {
      const named = (place: string) =>
        (described().parameters as { in: string; name: string }[])
          .filter((parameter) => parameter.in === place)
          .map(({ name }) => name);
      expect(named("path").sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      expect(named("query")).toEqual(Object.keys(operation.query?.shape ?? {}));
    });

    it("says what it takes, what it answers and how it fails", () => {
      const { responses, requestBody, operationId } = described() as {
        responses: Record<string, { content?: Record<string, { schema: { required: string[] } }> }>;
        requestBody?: object;
        operationId: string;
      };
      const { required } = responses[200]?.content?.["application/json"]?.schema ?? { required: [] };
      expect(required).toEqual(expect.arrayContaining(["ok", "requestId"]));
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["200", "401", "403", "429"]));
      if (operation.params) expect(responses).toHaveProperty("404");
      expect(requestBody !== undefined).toBe(Boolean(operation.body ?? operation.upload));
      const ids = Object.values(api.paths).flatMap((each) =>
        Object.values(each).map((one) => one.operationId),
      );
      expect(ids.filter((id) => id === operationId)).toHaveLength(1);
    });
  },
);

/** The address of a route's file, as OpenAPI writes it. */
function addressOf(file: string): string {
  return file
    .replace(/^src\/app/, "")
    .replace(/\/route\.ts$/, "")
    .replace(/\[(\w+)\]/g, "{$1}");
}

it("is what the routes are: each has its operations, and each operation its route", async () => {
  const files = readdirSync("src/app/api/inbox", { recursive: true, encoding: "utf8" });
  const routes = files
    .filter((file) => /(^|\/)route\.ts$/.test(file))
    .map((file) => `src/app/api/inbox/${file}`);
  const answered = await Promise.all(
    routes.map(async (file) => {
      const { OPTIONS } = await import(resolve(file));
      const response = await OPTIONS(new Request("http://localhost/", { method: "OPTIONS" }));
      const methods = String(response.headers.get("allow")).split(", ");
      return methods
        .filter((method) => method !== "HEAD" && method !== "OPTIONS")
        .map((method) => `${method} ${addressOf(file)}`);
    }),
  );
  const known = operations.map(({ method, path }) => `${method} ${path}`);
  expect(answered.flat().sort()).toEqual(known.sort());
});
