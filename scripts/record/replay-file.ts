import { randomBytes } from "node:crypto";
import type { ExitCode } from "../local/run-command";
import {
  type Answer,
  describeAnswers,
  exitCodeOfAnswers,
  postWebhook,
  targetOf,
} from "../trigger/post-webhook";
import { adapt, newestTime } from "./adapt";
import { readRecording } from "./recording";

const LOCAL_PHONE_NUMBER_ID = "106540352242922";

export interface ReplayOptions {
  url?: string;
  to?: string;
  now?: boolean;
  fresh?: boolean;
}

export interface Replayed {
  webhooks: number;
  answers: Answer[];
  sentence: string;
  exitCode: ExitCode;
}

/** Plays a recording one webhook after the other, in its order. */
export async function replayFile(file: string, options: ReplayOptions): Promise<Replayed> {
  const target = targetOf(options);
  const shiftSeconds = options.now ? Math.floor(Date.now() / 1000) - (await newestOf(file)) : 0;
  const phoneNumberId = options.to ?? (process.env.WHATSAPP_PHONE_NUMBER_ID || LOCAL_PHONE_NUMBER_ID);
  const mark = options.fresh ? randomBytes(6).toString("hex") : "";
  const answers: Answer[] = [];
  for await (const { body } of readRecording(file)) {
    answers.push(await postWebhook(target, adapt(body, { phoneNumberId, shiftSeconds, mark })));
  }
  const sentence = `${answers.length} webhooks to ${target.url}: ${describeAnswers(answers) || "the file is empty"}`;
  return { webhooks: answers.length, answers, sentence, exitCode: exitCodeOfAnswers(answers) };
}

async function newestOf(file: string): Promise<number> {
  let newest = 0;
  for await (const { body } of readRecording(file)) newest = Math.max(newest, newestTime(body));
  return newest;
}
