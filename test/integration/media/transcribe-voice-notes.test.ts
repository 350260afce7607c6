import { beforeEach, describe, expect, it } from "vitest";
import { downloadPendingMedia, transcribeVoiceNotes } from "@/domain/media";
import { hearVoiceNotes } from "@/domain/orchestrator/hear-voice-notes";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import * as files from "../../support/media-files";
import { giving } from "../../support/media-server";
import { row, rows } from "../../support/own-database";
import { ownMedia, receivedFile } from "../../support/own-media";
import { recordingServer } from "../../support/recording-server";
import { setEnv } from "../../support/with-env";
import { toldIn } from "../../unit/domain/orchestrator/prompt";
import { inbound, outbound, turnOf } from "../../unit/domain/orchestrator/turn";

const own = ownMedia();
const openai = recordingServer();
const bytes = files.voiceNote(3);

beforeEach(() => {
  setEnv({
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: `${openai.url}/v1`,
    OPENAI_TRANSCRIPTION_MODEL: "gpt-4o-mini-transcribe",
  });
  for (const known of ["openai-client", "circuits"]) forgetOncePerProcess(known);
  openai.answer = (response) => {
    const usage = { type: "tokens", input_tokens: 40, output_tokens: 9, total_tokens: 49 };
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ text: " Do you deliver? ", usage }));
  };
});

async function voiceNote(): Promise<{ id: string; messageId: number; contactId: number }> {
  const mimeType = "audio/ogg; codecs=opus";
  const { id, messageId } = await receivedFile(own, { kind: "voice", mimeType, bytes });
  own.meta.file = giving(bytes);
  const { contactId } = await row<{ contactId: number }>(
    `SELECT c."contactId"::int FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId" WHERE m.id = $1`,
    [messageId],
  );
  return { id, messageId: Number(messageId), contactId };
}

function hear({ messageId, contactId }: { messageId: number; contactId: number }) {
  const { organizationId } = own;
  const { signal } = new AbortController();
  // No job has this id; usage names it without a reference.
  return transcribeVoiceNotes({ organizationId, jobId: 1, contactId, messageIds: [messageId], signal });
}

const usageOf = (contactId: number) =>
  rows(
    `SELECT purpose, provider, model, "inputTokens", "outputTokens", "errorCode" FROM "AiUsage" WHERE "contactId" = $1`,
    [contactId],
  );

describe("a voice note", () => {
  it("is written down once, kept with its file, and booked to the token", async () => {
    const note = await voiceNote();
    await downloadPendingMedia();
    expect(await hear(note)).toEqual(new Map([[note.messageId, "Do you deliver?"]]));
    expect(await row(`SELECT transcript FROM "MediaAsset" WHERE id = $1`, [note.id])).toEqual({
      transcript: "Do you deliver?",
    });
    expect(openai.requests).toHaveLength(1);
    expect(openai.requests[0]).toMatchObject({ method: "POST", path: "/v1/audio/transcriptions" });
    expect(openai.requests[0]?.body).toContain('filename="voice.ogg"');
    expect(openai.requests[0]?.body).toContain("gpt-4o-mini-transcribe");
    expect(await usageOf(note.contactId)).toEqual([
      {
        purpose: "transcription",
        provider: "openai",
        model: "gpt-4o-mini-transcribe",
        inputTokens: 40,
        outputTokens: 9,
        errorCode: null,
      },
    ]);
    await hear(note);
    expect(openai.requests).toHaveLength(1);
  });

  it("whose file is still on its way is waited for", async () => {
    const note = await voiceNote();
    const hearing = hear(note);
    await downloadPendingMedia();
    expect((await hearing).get(note.messageId)).toBe("Do you deliver?");
  });

  it("of another organization is not touched", async () => {
    const note = await voiceNote();
    await downloadPendingMedia();
    const { signal } = new AbortController();
    const asked = { organizationId: "other", jobId: 1, contactId: 1, signal };
    expect(await transcribeVoiceNotes({ ...asked, messageIds: [note.messageId] })).toEqual(new Map());
    expect(openai.requests).toEqual([]);
  });

  it("stays unheard where no model is configured: nothing is asked, nothing waited for", async () => {
    const note = await voiceNote();
    setEnv({ OPENAI_TRANSCRIPTION_MODEL: undefined });
    expect(await hear(note)).toEqual(new Map());
    expect(openai.requests).toEqual([]);
  });

  it("stays unheard when the provider refuses, which is booked too", async () => {
    const note = await voiceNote();
    await downloadPendingMedia();
    openai.answer = (response) => void response.writeHead(500).end("{}");
    expect(await hear(note)).toEqual(new Map());
    expect(await usageOf(note.contactId)).toMatchObject([{ errorCode: "HTTP_500", inputTokens: 0 }]);
  });

  it("stays unheard when the budget is used up, and costs nothing", async () => {
    const note = await voiceNote();
    await downloadPendingMedia();
    setEnv({ AI_DAILY_BUDGET_USD: "0.000001" });
    expect(await hear(note)).toEqual(new Map());
    expect(openai.requests).toEqual([]);
  });
});

describe("a turn with voice notes", () => {
  async function turnWith(fields: Parameters<typeof inbound>[2]) {
    const note = await voiceNote();
    await downloadPendingMedia();
    const content = { kind: "media", media: { kind: "voice" } };
    const message = inbound(null, "audio", { id: note.messageId, content, durationMs: 3_000, ...fields });
    return { ...turnOf([outbound("Hello!"), message], [message]), contactId: note.contactId };
  }
  const questionOf = (turn: Awaited<ReturnType<typeof turnWith>>) => {
    const { signal } = new AbortController();
    return { job: { id: 1, organizationId: own.organizationId }, turn, signal };
  };

  it("is thought about with what is said in them", async () => {
    const { turn } = await hearVoiceNotes(questionOf(await turnWith({})));
    expect(toldIn(turn).at(-1)).toBe("[voice note, 0:03]\n[transcript by a machine] Do you deliver?");
  });

  it.each([
    ["it is known what is said in them", { transcript: "Hi" }],
    ["they were taken back", { isRevoked: true }],
  ])("asks nobody when %s", async (_, fields) => {
    const question = questionOf(await turnWith(fields));
    expect(await hearVoiceNotes(question)).toBe(question);
    expect(openai.requests).toEqual([]);
  });

  it("asks nobody when it is only tried out, or answered already", async () => {
    const turn = await turnWith({});
    const rerun = { ...questionOf(turn), purpose: "rerun" as const };
    expect(await hearVoiceNotes(rerun)).toBe(rerun);
    const answered = questionOf({ ...turn, unansweredMessageIds: [] });
    expect(await hearVoiceNotes(answered)).toBe(answered);
    expect(openai.requests).toEqual([]);
  });
});
