import type { ServerResponse } from "node:http";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { addDocument, refreshDocuments, searchKnowledge } from "@/domain/knowledge";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { createOrganization, teach } from "../../support/knowledge";
import { ownDatabase, row, rows } from "../../support/own-database";
import { recordingServer } from "../../support/recording-server";
import { setEnv } from "../../support/with-env";

ownDatabase();
const provider = recordingServer();

/** What texts are about: the meaning of a text is one number for each. */
const MEANINGS = [
  /deliver|parcel|shipping|postman/i,
  /return|refund|money back/i,
  /open|hours|closed/i,
  /walnut/i,
  /^(?!.*(deliver|parcel|shipping|postman|return|refund|money|open|hours|closed|walnut))/is,
];

function embedAll(response: ServerResponse, body: string): void {
  const texts: string[] = JSON.parse(body).input;
  const data = texts.map((text, index) => ({
    index,
    object: "embedding",
    embedding: MEANINGS.map((meaning) => (meaning.test(text) ? 1 : 0.01)),
  }));
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      object: "list",
      data: data.reverse(),
      usage: { prompt_tokens: 10 * texts.length, total_tokens: 0 },
    }),
  );
}

const SHOP = `# Lamp shop
## Delivery
A lamp is at your door within three working days by parcel.

## Returns
You can send a lamp back within 30 days, with a full refund.

## Hours
Monday to Friday from 9:00 to 18:00.
`;

let organizationId: string;
beforeEach(async () => {
  forgetOncePerProcess("openai-client");
  forgetOncePerProcess("circuits");
  setEnv({ OPENAI_API_KEY: "a-key", OPENAI_BASE_URL: provider.url, CIRCUIT_FAILURES: "2" });
  provider.answer = (response, { body }) => embedAll(response, body);
  organizationId = await createOrganization();
});

const search = async (query: string) =>
  (await searchKnowledge({ organizationId, query, limit: 3 })).map(({ heading }) => heading);
const passages = () =>
  rows<{ heading: string; embedding: number[]; embeddingModel: string | null }>(
    `SELECT heading, embedding, "embeddingModel" FROM "KnowledgePassage" WHERE "organizationId" = $1 ORDER BY id`,
    [organizationId],
  );

describe("with a provider of embeddings", () => {
  it("what is meant is found where no word is the same, and what has the words as well comes first", async () => {
    await teach(organizationId, "shop.md", SHOP);
    expect(await search("When does the postman come?")).toEqual(["Lamp shop › Delivery"]);
    expect((await search("refund within 30 days"))[0]).toBe("Lamp shop › Returns");
    expect(await search("What about walnut?")).toEqual([]);
  });

  it("a question in another language than the documents finds them", async () => {
    await teach(organizationId, "shop.md", SHOP);
    expect(await search("wo bleibt mein parcel?")).toContain("Lamp shop › Delivery");
  });

  it("every call is booked, and the words of a question are sent once", async () => {
    await teach(organizationId, "shop.md", SHOP);
    await searchKnowledge({ organizationId, query: "the postman?", limit: 3, jobId: 77 });
    const calls = await rows(
      `SELECT purpose, provider, model, "inputTokens", "jobId", "errorCode" FROM "AiUsage" WHERE "organizationId" = $1 ORDER BY id`,
      [organizationId],
    );
    const call = {
      purpose: "embedding",
      provider: "openai",
      model: "text-embedding-3-small",
      errorCode: null,
    };
    expect(calls).toEqual([
      { ...call, inputTokens: 30, jobId: null },
      { ...call, inputTokens: 10, jobId: 77 },
    ]);
    expect(provider.requests.map(({ path }) => path)).toEqual(["/embeddings", "/embeddings"]);
  });

  it("a passage that has not changed is not paid for again when its document changes", async () => {
    await teach(organizationId, "shop.md", SHOP);
    provider.requests.length = 0;
    await teach(organizationId, "shop.md", `${SHOP}\n## Walnut\nWe have walnut lamps.`);
    expect(provider.requests.map(({ body }) => JSON.parse(body).input)).toEqual([
      [expect.stringContaining("walnut lamps")],
    ]);
    expect((await passages()).map(({ embeddingModel }) => embeddingModel)).toEqual(
      Array(4).fill("text-embedding-3-small"),
    );
    await teach(organizationId, "shop.md", `${SHOP}\n## Walnut\nWe have walnut lamps.`);
    expect(provider.requests).toHaveLength(1);
  });

  it("another model embeds anew, and passages of the old one are not compared with it meanwhile", async () => {
    await teach(organizationId, "shop.md", SHOP);
    setEnv({ OPENAI_EMBEDDING_MODEL: "another" });
    expect(await search("When does the postman come?")).toEqual([]);
    await teach(
      organizationId,
      "other.md",
      "# Other\nThis document speaks about garden chairs and their colours.",
    );
    expect(await search("When does the postman come?")).toEqual([]);
    const { embedding } = await refreshDocuments({ organizationId, actor: "test" });
    expect(embedding).toEqual({ made: 3, problem: null });
    expect(await search("When does the postman come?")).toEqual(["Lamp shop › Delivery"]);
  });

  it("another organization's passages are never near", async () => {
    await teach(await createOrganization(), "shop.md", SHOP);
    await teach(organizationId, "own.md", "# Ours\nAll about walnut.");
    expect(await search("When does the postman come?")).toEqual([]);
    expect(await search("walnut?")).toEqual(["Ours"]);
  });

  it("pgvector compares where the database has it", async () => {
    await teach(organizationId, "shop.md", SHOP);
    // Stands in for the extension: a type of that name, and its distance.
    await rows("CREATE DOMAIN vector AS real[]");
    await rows(`CREATE FUNCTION stand_in_distance(real[], real[]) RETURNS float IMMUTABLE LANGUAGE sql AS
      'SELECT 1 - sum(a * b) / sqrt(sum(a * a)) / sqrt(sum(b * b)) FROM unnest($1, $2) pair(a, b)'`);
    await rows("CREATE OPERATOR <=> (LEFTARG = real[], RIGHTARG = real[], FUNCTION = stand_in_distance)");
    try {
      expect(await search("When does the postman come?")).toEqual(["Lamp shop › Delivery"]);
    } finally {
      await rows("DROP OPERATOR <=> (real[], real[])");
      await rows("DROP FUNCTION stand_in_distance");
      await rows("DROP DOMAIN vector");
    }
  });

  it("more passages than can be compared are searched by their words only, without asking for an embedding", async () => {
    await teach(organizationId, "shop.md", SHOP);
    await rows(
      `INSERT INTO "KnowledgePassage" ("organizationId", "documentId", position, text, search, embedding, "embeddingModel")
      SELECT "organizationId", "documentId", 10 + n, '', '', embedding, "embeddingModel"
      FROM "KnowledgePassage", generate_series(1, 2000) n WHERE "organizationId" = $1 AND position = 0`,
      [organizationId],
    );
    provider.requests.length = 0;
    expect(await search("When does the postman come?")).toEqual([]);
    expect(await search("refund")).toEqual(["Lamp shop › Returns"]);
    expect(provider.requests).toEqual([]);
  });
});

describe("a provider of embeddings that", () => {
  it.each<[string, (response: ServerResponse) => void, string]>([
    ["answers 500", (response) => void response.writeHead(500).end("{}"), "HTTP_500"],
    ["refuses the key", (response) => void response.writeHead(401).end("{}"), "HTTP_401"],
    ["cuts the connection", (response) => void response.destroy(), "CONNECTION"],
    ["answers with something else", (response) => void response.end("<html>"), "MALFORMED"],
    ["answers with too few", (response) => embedAll(response, '{"input":[]}'), "MALFORMED"],
  ])("%s leaves full text, and a document is added without it", async (_, answer, code) => {
    provider.answer = answer;
    const added = await teach(organizationId, "shop.md", SHOP);
    expect(added).toMatchObject({ outcome: "added", passages: 3, embedding: { made: 0, problem: code } });
    expect(await search("refund for my lamp?")).toContain("Lamp shop › Returns");
    provider.answer = (response, { body }) => embedAll(response, body);
    forgetOncePerProcess("circuits");
    expect((await teach(organizationId, "shop.md", SHOP)).embedding).toEqual({ made: 3, problem: null });
  });

  it("has failed twice is left alone for a while", async () => {
    await teach(organizationId, "shop.md", SHOP);
    provider.answer = (response) => void response.writeHead(503).end("{}");
    provider.requests.length = 0;
    for (let times = 0; times < 5; times += 1)
      expect(await search("refund")).toEqual(["Lamp shop › Returns"]);
    expect(provider.requests).toHaveLength(2);
  });

  it("hangs is left when the caller's signal says so", async () => {
    await teach(organizationId, "shop.md", SHOP);
    provider.answer = () => undefined;
    const controller = new AbortController();
    const searching = searchKnowledge({
      organizationId,
      query: "refund",
      limit: 3,
      signal: controller.signal,
    });
    await vi.waitFor(() => expect(provider.requests).toHaveLength(2));
    controller.abort();
    expect((await searching).map(({ heading }) => heading)).toEqual(["Lamp shop › Returns"]);
    expect(
      await row(`SELECT "errorCode" FROM "AiUsage" WHERE "organizationId" = $1 ORDER BY id DESC LIMIT 1`, [
        organizationId,
      ]),
    ).toEqual({ errorCode: "ABORTED" });
  });
});

it("without a key nobody is asked", async () => {
  setEnv({ OPENAI_API_KEY: undefined });
  const from = { name: "shop.md", bytes: Buffer.from(SHOP) };
  const added = await addDocument({ organizationId, from, actor: "test" });
  expect(added.embedding).toEqual({ made: 0, problem: null });
  expect(await search("refund")).toEqual(["Lamp shop › Returns"]);
  expect(provider.requests).toEqual([]);
});
