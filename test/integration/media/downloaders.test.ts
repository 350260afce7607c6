import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { downloadPendingMedia } from "@/domain/media";
import { waitUntil } from "../../../scripts/local/processes";
import * as files from "../../support/media-files";
import { giving, inTurn, status } from "../../support/media-server";
import { rows } from "../../support/own-database";
import { isDueNow, ownMedia, receivedFile, stateOf } from "../../support/own-media";

const own = ownMedia();
const { meta } = own;

describe("two downloaders", () => {
  it("at once make one download of each file", async () => {
    for (let count = 0; count < 6; count += 1) await receivedFile(own);
    meta.file = giving(files.jpeg);
    const [first = {}, second = {}] = await Promise.all([downloadPendingMedia(), downloadPendingMedia()]);
    expect((first.stored ?? 0) + (second.stored ?? 0)).toBe(6);
    expect(meta.asked().filter((path) => path.startsWith("/files/"))).toHaveLength(6);
  });

  it("of which one has lost its lease: it changes nothing", async () => {
    const { id } = await receivedFile(own);
    let release = () => undefined as unknown;
    meta.file = inTurn((response) => {
      release = () => response.end(files.png);
    }, giving(files.jpeg));
    const slow = downloadPendingMedia();
    await waitUntil(() => meta.requests.length === 2, {
      what: "the first download to hang",
      timeoutMs: 5_000,
    });
    await isDueNow(id);
    expect(await downloadPendingMedia()).toEqual({ stored: 1 });
    release();
    expect(await slow).toEqual({ lost: 1 });
    expect(await stateOf(id)).toMatchObject({ status: "stored", detectedMimeType: "image/jpeg" });
  });
});

it("a downloader whose lease is over says nothing more of the file, not even that it has failed", async () => {
  for (const late of [giving(files.jpeg), status(500)]) {
    const { id } = await receivedFile(own);
    let release = () => undefined as unknown;
    meta.requests = [];
    meta.file = (response) => {
      release = () => late(response);
    };
    const slow = downloadPendingMedia();
    await waitUntil(() => meta.requests.length === 2, { what: "the download to hang", timeoutMs: 5_000 });
    await rows(
      `UPDATE "MediaAsset" SET attempts = 2, "nextAttemptAt" = now() + interval '1 hour' WHERE id = $1`,
      [id],
    );
    release();
    await slow;
    const { waits, ...state } = await stateOf(id);
    expect(state).toMatchObject({ status: "pending", attempts: 2, errorCode: null });
    expect(waits).toBeGreaterThan(3_000);
  }
});

describe("a process that is asked to end", () => {
  it("begins nothing, and hands back what is still on its way when the grace is over", async () => {
    const { id } = await receivedFile(own);
    meta.file = (response) => void response.write("the beginning");
    const stop = new AbortController();
    const running = downloadPendingMedia({ stop: stop.signal, graceMs: 50 });
    await waitUntil(() => meta.requests.length === 2, { what: "the download to begin", timeoutMs: 5_000 });
    stop.abort();
    expect(await running).toEqual({ handed_back: 1 });
    const { waits, ...state } = await stateOf(id);
    expect(state).toMatchObject({ status: "pending", attempts: 0, errorCode: null });
    expect(waits).toBeLessThanOrEqual(0);
    expect(await downloadPendingMedia({ stop: stop.signal })).toEqual({});
    expect(readdirSync(join(own.folder, "scratch"))).toEqual([]);
  });

  it("finishes what is done within the grace", async () => {
    await receivedFile(own);
    const stop = new AbortController();
    meta.file = (response) => {
      stop.abort();
      setTimeout(() => response.end(files.jpeg), 20);
    };
    expect(await downloadPendingMedia({ stop: stop.signal, graceMs: 5_000 })).toEqual({ stored: 1 });
  });
});
