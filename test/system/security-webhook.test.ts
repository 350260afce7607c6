import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { newCustomer } from "../support/factories";
import { type AppProcess, postWebhook, secrets, startApp } from "../support/own-app";
import { ownDatabase, row, rows } from "../support/own-database";
import { errorOf, isDone, ownSystem, phoneNumberId } from "../support/own-system";
import { uploadChunked } from "../support/raw-requests";
import { envelope, newWamid, textMessage, toBytes } from "../support/wire";

describe.each(["next", "ingress"] as const)("served by %s", (server) => {
  ownDatabase();
  const system = ownSystem({}, server);

  function sign(body: Uint8Array | string, secret = secrets.WHATSAPP_APP_SECRET): Record<string, string> {
    return { "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}` };
  }

  const oneMessage = () =>
    toBytes(envelope(phoneNumberId, { messages: [textMessage(newCustomer(), "canary hello")] }));

  describe("a malformed signature", () => {
    const HEADERS = 250;
    const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), maxLength: 130 });
    const printable = fc.string({ unit: fc.constantFrom(..."azAZ09=;,.:/+-_ \t\"'%{}[]\\"), maxLength: 200 });
    const malformed = fc.oneof(
      printable,
      hex.map((text) => `sha256=${text}`),
      hex.map((text) => `sha1=${text}`),
      fc.tuple(hex, hex).map(([one, other]) => `sha256=${one}, sha256=${other}`),
      fc.integer({ min: 1_000, max: 12_000 }).map((length) => `sha256=${"a".repeat(length)}`),
    );
    const right = () => sign(oneMessage())["x-hub-signature-256"] ?? "";
    const almostRight = fc
      .constantFrom<(header: string) => string>(
        (header) => header.toUpperCase(),
        (header) => header.slice(0, -1),
        (header) => `${header}0`,
        (header) => `${header}, ${header}`,
        (header) => header.replace("sha256=", ""),
        (header) => header.replace("=", " = "),
        (header) => `Bearer ${header}`,
      )
      .map((spoil) => spoil(right()));

    it(`of any of ${HEADERS} kinds is 401, never an error of ours, and leaves nothing`, async () => {
      const [before] = await rows(`SELECT count(*)::int AS count FROM webhook_delivery_log`);
      const headers = [
        ...fc.sample(malformed, { seed: 4711, numRuns: HEADERS - 50 }),
        ...fc.sample(almostRight, { seed: 4712, numRuns: 50 }),
      ];
      const body = oneMessage();
      const others: [string, number][] = [];
      for (const header of headers) {
        const response = await postWebhook(system.app.url, body, { "x-hub-signature-256": header });
        await response.arrayBuffer();
        if (response.status !== 401) others.push([header, response.status]);
      }
      expect(headers.length).toBe(HEADERS);
      expect(others).toEqual([]);
      expect(await rows(`SELECT count(*)::int AS count FROM webhook_delivery_log`)).toEqual([before]);
    });

    it("longer than any header may be does not reach the app as an error of ours", async () => {
      const header = `sha256=${"a".repeat(1_000_000)}`;
      const status = await postWebhook(system.app.url, "{}", { "x-hub-signature-256": header }).then(
        (response) => response.status,
        () => "closed",
      );
      expect([401, 431, "closed"]).toContain(status);
    });
  });

  describe("a signature over the raw bytes", () => {
    const message = (from: string) => ({ ...textMessage(from, "canary"), id: newWamid() });
    /** JSON that parses to the same and would be written otherwise by us. */
    const spellings: [string, (json: string) => Uint8Array][] = [
      [
        "escaped characters",
        (json) => Buffer.from(json.replace("canary", "canary \\u00e1 \\ud83d\\ude00 \\/")),
      ],
      ["double spaces", (json) => Buffer.from(json.replaceAll(":", ":  "))],
      ["a blank line before and after", (json) => Buffer.from(`\n  ${json}\n\n`)],
    ];

    it.each(spellings)("holds for a body with %s, and one space less is 401", async (_, spell) => {
      const json = JSON.stringify(envelope(phoneNumberId, { messages: [message(newCustomer())] }));
      const body = spell(json);
      const headers = sign(body);
      const text = Buffer.from(body).toString();
      const flipped = text.includes("  ") ? text.replace("  ", " ") : `${text} `;
      expect((await postWebhook(system.app.url, flipped, headers)).status).toBe(401);
      const response = await postWebhook(system.app.url, body, headers);
      expect([response.status, (await response.json()).accepted]).toEqual([200, 1]);
    });

    it("holds for keys in any order", async () => {
      const { object, entry } = envelope(phoneNumberId, { messages: [message(newCustomer())] });
      const body = JSON.stringify({ entry, object });
      expect((await postWebhook(system.app.url, body, sign(body))).status).toBe(200);
      const reordered = JSON.stringify({ object, entry });
      expect((await postWebhook(system.app.url, reordered, sign(body))).status).toBe(401);
    });

    it("is checked before the bytes are read as text: what is not UTF-8 is 401 unsigned and 400 signed", async () => {
      const body = Buffer.from([0x7b, 0xff, 0xfe, 0x22, 0x7d]);
      expect((await postWebhook(system.app.url, body, sign("{}"))).status).toBe(401);
      expect(await errorOf(await postWebhook(system.app.url, body, sign(body)))).toMatchObject({
        status: 400,
        code: "INVALID_JSON",
      });
    });

    it("made with an empty key, or with the word undefined, is 401", async () => {
      const body = oneMessage();
      for (const secret of ["", "undefined", "null"])
        expect((await postWebhook(system.app.url, body, sign(body, secret))).status).toBe(401);
    });
  });

  describe("a body of 50 MB without a Content-Length", () => {
    const BODY_BYTES = 50 * 1024 * 1024;
    const UPLOADS = 3;
    /** Of the three bodies two would be more; what is read of them before they are refused may wait for the collector. */
    const GROWTH_MAX_BYTES = 2 * BODY_BYTES;

    it("is 413 long before it is all sent, and does not stay in memory", async () => {
      const url = `${system.app.url}/api/webhooks/whatsapp`;
      await uploadChunked(url, BODY_BYTES);
      const before = residentBytes(system.app.pid);
      for (let upload = 0; upload < UPLOADS; upload += 1) {
        const { status, sent } = await uploadChunked(url, BODY_BYTES);
        expect(status).toBe(413);
        expect(sent).toBeLessThan(BODY_BYTES);
      }
      expect(residentBytes(system.app.pid) - before).toBeLessThan(GROWTH_MAX_BYTES);
    });
  });

  it("a challenge that is HTML goes back as plain text that no browser takes for anything else", async () => {
    const challenge = `<script>alert("1")</script>`;
    const query = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.verify_token": secrets.WHATSAPP_VERIFY_TOKEN,
      "hub.challenge": challenge,
    });
    const response = await fetch(`${system.app.url}/api/webhooks/whatsapp?${query}`);
    expect(await response.text()).toBe(challenge);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  describe("while the app secret is being replaced", () => {
    const older = "canary-older-app-secret-51";
    let app: AppProcess | undefined;
    afterAll(() => app?.stop());

    it("the new and the old one pass, others do not, and a line tells which it was without telling it", async () => {
      const running = await startApp({ ...system.env, WHATSAPP_APP_SECRET_PREVIOUS: older }, server);
      app = running;
      const body = oneMessage();
      const statusOf = (secret?: string) =>
        postWebhook(running.url, body, sign(body, secret)).then(({ status }) => status);
      expect(await statusOf()).toBe(200);
      expect(running.output.join("\n")).not.toContain("secretIndex");
      expect(await statusOf(older)).toBe(200);
      expect(await statusOf("canary-oldest-app-secret")).toBe(401);
      await waitUntil(() => running.log().some(({ secretIndex }) => secretIndex === 1), {
        what: "the line",
        timeoutMs: 5_000,
      });
      expect(running.log().filter(({ secretIndex }) => secretIndex !== undefined)).toHaveLength(1);
    });
  });

  it("what a customer or a stranger writes cannot make a log line of its own", async () => {
    const forged = 'x\n{"level":"fatal","msg":"forged"}\r\nforged\u2028forged';
    const from = newCustomer();
    const message = textMessage(from, forged);
    const contacts = [{ wa_id: from, profile: { name: forged } }];
    const body = toBytes(envelope(phoneNumberId, { messages: [message], contacts }));
    expect((await postWebhook(system.app.url, body)).status).toBe(200);
    await isDone(message.id);
    await fetch(`${system.app.url}/api/${encodeURIComponent(forged)}`);
    expect(
      system.app.output.filter((line) => line.startsWith("forged") || line.includes('{"level":"fatal"')),
    ).toEqual([]);
    expect(system.app.log().filter(({ msg }) => msg === "forged")).toEqual([]);
  });

  describe("an error of the database", () => {
    // Not null, unique, check, deadlock of which the tries are used up, out of disk, no privilege, internal, user's own.
    const states = ["23502", "23505", "23514", "40P01", "53100", "42501", "XX000", "P0001", "22P05"];

    it.each(states)("%s is answered without a table, a column, SQL or a stack", async (state) => {
      await rows(`CREATE OR REPLACE FUNCTION fail_for_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'secret detail of "OutboundJob"."leaseToken"' USING ERRCODE = '${state}'; END $$`);
      await rows(
        `CREATE TRIGGER fail_for_test BEFORE INSERT ON "Message" FOR EACH ROW EXECUTE FUNCTION fail_for_test()`,
      );
      try {
        const response = await postWebhook(system.app.url, oneMessage());
        const body = await response.text();
        expect([500, 503]).toContain(response.status);
        expect(response.headers.get("content-security-policy")).toBe(
          "default-src 'none'; frame-ancestors 'none'",
        );
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        expect(body).not.toMatch(
          /secret detail|OutboundJob|leaseToken|Message"|INSERT|SELECT|WITH|\bat \S+:\d+|node:|\.ts/,
        );
        expect(JSON.parse(body)).toMatchObject({
          ok: false,
          requestId: response.headers.get("x-request-id"),
        });
      } finally {
        await rows(`DROP TRIGGER fail_for_test ON "Message"`);
      }
      const { parked } = await row<{ parked: number }>(
        `WITH gone AS (DELETE FROM webhook_delivery_log WHERE status = 'parked' RETURNING 1)
       SELECT count(*)::int AS parked FROM gone`,
      );
      expect(parked).toBe(1);
    });
  });

  function residentBytes(pid: number): number {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes) * 1024;
  }
});
