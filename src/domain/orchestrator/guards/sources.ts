// What an answer may rest on, by who wrote it: the business, or the customer.

import { parsePersona } from "@/domain/persona";
import { describeHours } from "../describe-hours";
import { describeMessage } from "../describe-message";
import type { Answer } from "./guard";

type Rests = Pick<Answer, "turn" | "passageTexts">;

/** Persona, passages, results of searches, business hours, and what the business has said in this conversation. */
export function businessTexts({ turn, passageTexts }: Rests): string[] {
  const { content } = parsePersona(turn.storedPersona);
  const said = turn.history.filter(({ direction }) => direction === "OUTBOUND");
  return [
    turn.business.name,
    content.name ?? "",
    content.about,
    content.handover.message ?? "",
    ...content.facts,
    ...content.neverPromise,
    ...content.linkHosts,
    ...passageTexts,
    describeHours(turn) ?? "",
    JSON.stringify(turn.integration.hours),
    ...said.map(({ body }) => body ?? ""),
  ];
}

/** What the customer has written, is called, and has had noted. */
export function customerTexts({ turn }: Pick<Answer, "turn">): string[] {
  const { customer, lead, followUp, handoverReason, history } = turn;
  const wrote = history.filter(({ direction }) => direction === "INBOUND");
  return [
    customer.name ?? "",
    customer.phone ?? "",
    lead ? JSON.stringify(lead.details) : "",
    followUp?.note ?? "",
    handoverReason ?? "",
    ...wrote.flatMap((message) => [
      describeMessage(message),
      message.transcript ?? "",
      detailsOf(message.content),
    ]),
  ];
}

/** Contact cards, locations and answers of forms are in the content only. */
function detailsOf(content: unknown): string {
  return content === null || content === undefined ? "" : JSON.stringify(content);
}

/** The text without whole messages of the customer's that it quotes as such: “…” or "…". */
export function withoutQuotes(text: string, { turn }: Pick<Answer, "turn">): string {
  const wrote = turn.history.filter(({ direction, body }) => direction === "INBOUND" && body);
  return wrote.reduce((rest, message) => {
    const quotes = [message.body ?? "", describeMessage(message)];
    return quotes.reduce(
      (left, quote) => left.replaceAll(`“${quote}”`, "“”").replaceAll(`"${quote}"`, '""'),
      rest,
    );
  }, text);
}
