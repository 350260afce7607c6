import { beforeEach, describe, expect, it } from "vitest";
import * as knowledge from "@/app/api/inbox/knowledge/route";
import * as persona from "@/app/api/inbox/persona/route";
import { prisma } from "@/infra/database/prisma";
import { answerWith, createOrganization } from "../../support/knowledge";
import { ownDatabase } from "../../support/own-database";
import { recordingServer } from "../../support/recording-server";
import { setEnv } from "../../support/with-env";

ownDatabase();
const web = recordingServer();

let query: string;
beforeEach(async () => {
  setEnv({
    INBOX_WITHOUT_SIGN_IN: "true",
    OPENAI_API_KEY: undefined,
    KNOWLEDGE_PRIVATE_HOSTS: `127.0.0.1:${web.port}`,
  });
  const id = await createOrganization();
  const { slug } = await prisma().organization.findUniqueOrThrow({ where: { id } });
  query = `?organization=${slug}`;
});

type Route = typeof knowledge | typeof persona;
type Method = "GET" | "POST" | "PUT" | "DELETE";

async function ask(route: Route, method: Method, options: RequestInit & { query?: string } = {}) {
  const url = `http://localhost/api/inbox/x${options.query ?? query}`;
  const response = await route[method](new Request(url, { ...options, method }));
  return { status: response.status, body: await response.json() };
}
const json = (value: unknown) => ({ body: JSON.stringify(value) });

const everything: [string, Route, Method][] = [
  ["the list of documents", knowledge, "GET"],
  ["adding documents", knowledge, "POST"],
  ["removing a document", knowledge, "DELETE"],
  ["the persona", persona, "GET"],
  ["saving a persona", persona, "PUT"],
];

describe.each(everything)("%s", (_, route, method) => {
  const body = method === "GET" || method === "DELETE" ? {} : json({ texts: [{ name: "a", text: "b" }] });

  it("is closed while there is no sign-in", async () => {
    setEnv({ INBOX_WITHOUT_SIGN_IN: undefined });
    expect(await ask(route, method, body)).toMatchObject({
      status: 401,
      body: { error: { code: "UNAUTHORIZED" } },
    });
    expect(await ask(knowledge, "GET")).toMatchObject({ status: 401 });
  });

  it.each([
    ["origin", "https://evil.example"],
    ["origin", "null"],
    ["sec-fetch-site", "cross-site"],
  ])("refuses what another site in the owner's browser asks for (%s: %s)", async (name, value) => {
    const headers = { [name]: value, host: "localhost" };
    expect(await ask(route, method, { ...body, headers })).toMatchObject({ status: 403 });
  });
});

describe("knowledge", () => {
  it("is added as texts and pages, each told by itself, listed and removed", async () => {
    answerWith(web, "text/plain", "Chairs cost 99.");
    const added = await ask(
      knowledge,
      "POST",
      json({
        urls: [`${web.url}/chairs`, "http://localhost/inside"],
        texts: [{ name: "Lamps", text: "Lamps cost 49." }],
      }),
    );
    expect(added).toMatchObject({
      status: 200,
      body: {
        outcomes: [
          { added: { outcome: "added" }, problem: null },
          { added: null, problem: expect.stringContaining("ADDRESS_REFUSED") },
          { source: "Lamps.md", added: { outcome: "added" } },
        ],
      },
    });
    const listed = await ask(knowledge, "GET");
    expect(listed.body.documents).toHaveLength(2);
    const removed = await ask(knowledge, "DELETE", { query: `${query}&document=Lamps.md` });
    expect(removed).toMatchObject({ status: 200, body: { removed: { title: "Lamps" } } });
    expect(await ask(knowledge, "DELETE", { query: `${query}&document=Lamps.md` })).toMatchObject({
      status: 404,
    });
  });

  it("is added as a file", async () => {
    const form = new FormData();
    form.append("file", new File(["# Lamps\nThey cost 49."], "lamps.md"));
    expect(await ask(knowledge, "POST", { body: form })).toMatchObject({
      status: 200,
      body: { outcomes: [{ source: "lamps.md", added: { title: "Lamps" } }] },
    });
  });

  it.each<[string, RequestInit, number]>([
    ["nothing", { body: "{}" }, 400],
    ["no JSON", { body: "{" }, 400],
    ["an unknown field", json({ url: "https://example.com" }), 400],
    ["only what cannot be read", json({ texts: [{ name: "a.exe", text: "x" }] }), 400],
    ["no form", { body: "x", headers: { "content-type": "multipart/form-data; boundary=a" } }, 400],
    [
      "a title for two",
      json({
        title: "T",
        texts: [
          { name: "a", text: "x" },
          { name: "b", text: "y" },
        ],
      }),
      400,
    ],
    ["50 MB", { body: Buffer.alloc(50 * 1024 * 1024, " ") }, 413],
  ])("that is %s is refused", async (_, options, status) => {
    expect(await ask(knowledge, "POST", options)).toMatchObject({ status });
    expect((await ask(knowledge, "GET")).body.documents).toEqual([]);
  });

  it("of an organization that is not there, or of which one where there are several, is refused", async () => {
    await createOrganization();
    expect(await ask(knowledge, "GET", { query: "?organization=none" })).toMatchObject({ status: 404 });
    expect(await ask(knowledge, "GET", { query: "" })).toMatchObject({ status: 400 });
  });
});

describe("the persona", () => {
  it("is saved from the version that was looked at, and shown with its versions and what it reaches", async () => {
    expect((await ask(persona, "GET")).body).toMatchObject({ persona: { version: null }, versions: [] });
    const first = await ask(persona, "PUT", json({ basedOn: null, persona: { name: "Ana" }, note: "first" }));
    expect(first).toMatchObject({ status: 200, body: { version: 1, affects: { conversations: 0 } } });
    expect((await ask(persona, "GET")).body).toMatchObject({
      persona: { version: 1, content: { name: "Ana" }, author: "inbox" },
      versions: [{ version: 1, note: "first" }],
    });
    const second = await ask(persona, "PUT", json({ basedOn: null, persona: { name: "Bea" } }));
    expect(second).toMatchObject({ status: 409, body: { error: { code: "CONFLICT" } } });
  });

  it("that is wrong is refused with everything that is", async () => {
    const wrong = await ask(persona, "PUT", json({ basedOn: null, persona: { nane: "x", tone: "" } }));
    expect(wrong).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/tone.*nane/s) } },
    });
    expect(await ask(persona, "PUT", json({ persona: {} }))).toMatchObject({ status: 400 });
    expect(await ask(persona, "GET", { query: `${query}&version=9` })).toMatchObject({ status: 404 });
    expect(await ask(persona, "GET", { query: `${query}&version=x` })).toMatchObject({ status: 400 });
  });
});
