import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeSound } from "@/infra/media/describe-sound";
import { detectType } from "@/infra/media/detect-type";
import * as files from "../../../support/media-files";

const folder = mkdtempSync(join(tmpdir(), "replyonce-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(bytes: Buffer): string {
  const path = join(folder, "file.part");
  writeFileSync(path, bytes);
  return path;
}

const nothing = "application/octet-stream";
const cases: [what: string, bytes: Buffer, declared: string | null, type: string][] = [
  ["a JPEG", files.jpeg, null, "image/jpeg"],
  ["a PNG that is said to be a JPEG", files.png, "image/jpeg", "image/png"],
  ["a sticker", files.webp, null, "image/webp"],
  ["a voice note", files.voiceNote(1), "audio/ogg; codecs=opus", "audio/ogg"],
  ["an AMR voice", files.amr, "audio/amr", "audio/amr"],
  ["a video", files.mp4, "video/mp4", "video/mp4"],
  ["a voice in MP4, whose container is that of a video", files.mp4, "audio/mp4", "audio/mp4"],
  ["a PDF", files.pdf, null, "application/pdf"],
  ["a plain text", files.text, null, "text/plain"],
  ["an old Word file", files.oldWord, "application/msword", "application/msword"],
  ["an old container of something else", files.oldWord, "application/pdf", nothing],
  ["a page", files.html, "text/html", nothing],
  ["a page that is said to be an image", files.html, "image/png", nothing],
  ["a page after a blank", Buffer.concat([Buffer.from(" \n"), files.html]), "text/plain", nothing],
  ["an SVG", files.svg, "image/svg+xml", nothing],
  ["a program", files.program, "application/pdf", nothing],
  ["a script", Buffer.from("#!/bin/sh\nrm -rf /\n"), "text/plain", nothing],
  ["bytes", Buffer.from([1, 2, 3, 0, 255, 254]), "application/pdf", nothing],
];

describe("the type of a file is what its bytes say:", () => {
  it.each(cases)("%s", async (_, bytes, declared, type) => {
    expect(await detectType(fileOf(bytes), declared)).toBe(type);
  });
});

describe("the length of a sound", () => {
  it("is read from a voice note", async () => {
    expect(await describeSound(fileOf(files.voiceNote(12)))).toEqual({
      durationMs: 12_000,
      channels: 1,
      codec: "Opus",
    });
  });

  it("is not known of a file that is damaged, and nothing else happens", async () => {
    const broken = Buffer.concat([files.voiceNote(12).subarray(0, 40), Buffer.alloc(2_000, 0x4f)]);
    expect(await describeSound(fileOf(broken))).toMatchObject({ durationMs: null });
  });
});
