"use client";

import { useFormatter, useTranslations } from "use-intl";
import { dollars } from "./story-bill";
import type { StoryLine, StoryStep } from "./story-lines";

interface Words {
  title: string;
  text: string | null;
}

/** A line of the timeline in the reader's language. */
export function useStoryWords(line: StoryLine): Words {
  const t = useTranslations("story");
  const format = useFormatter();
  /** The words of a list of known ones, else the name itself. */
  const known = (list: "decisions" | "afterwards" | "tiers" | "receipts" | "why", name: string) => {
    const key = `${list}.${name}` as "why.budget";
    return t.has(key) ? t(key) : name.replaceAll("_", " ");
  };
  const failure = (code: string | null, error: string | null) =>
    [code, error].filter(Boolean).join(": ") || null;

  function stepWords(step: StoryStep): Words {
    if (step.kind === "finding")
      return { title: t("finding", { codes: step.codes.join(", ") }), text: known("afterwards", step.then) };
    if (step.kind === "skipped")
      return { title: t("skipped", { provider: step.provider }), text: known("why", step.why) };
    if (step.kind === "tool")
      return { title: t("tool", { what: known("tiers", step.tier), name: step.name }), text: step.error };
    const seconds = format.number(step.elapsedMs / 1000, { maximumFractionDigits: 1 });
    const who = { provider: step.provider, model: step.model, seconds };
    if (step.errorCode !== null) return { title: t("askedFailed", who), text: step.errorCode };
    const cost = step.costMicroUsd === null ? t("priceUnknown") : dollars(step.costMicroUsd, format);
    return {
      title: t("asked", who),
      text: t("tokens", {
        input: step.inputTokens,
        output: step.outputTokens,
        cached: step.cachedTokens,
        cost,
      }),
    };
  }

  switch (line.kind) {
    case "webhook":
      return { title: t("webhook"), text: null };
    case "inbound":
      return { title: t("inbound"), text: line.message.body ?? line.message.type };
    case "job": {
      const { id, status, attempts, errorCode, error } = line.job;
      const facts = [
        line.merged > 1 ? t("merged", { count: line.merged }) : null,
        t("jobStatus", { status, attempts }),
        failure(errorCode, error),
      ];
      return { title: t("job", { id }), text: facts.filter(Boolean).join(" · ") };
    }
    case "turn": {
      const { messageIds, unansweredMessageIds, leftOutCount, personaVersion, purpose } = line.turn;
      const facts = [
        t("read", { count: messageIds.length, unanswered: unansweredMessageIds.length }),
        leftOutCount > 0 ? t("leftOut", { count: leftOutCount }) : null,
        personaVersion === null ? null : t("persona", { version: personaVersion }),
      ];
      return {
        title: t(purpose === "rerun" ? "turnAgain" : "turn"),
        text: facts.filter(Boolean).join(" · "),
      };
    }
    case "step":
      return stepWords(line.step);
    case "decision":
      return { title: t("decision"), text: known("decisions", line.decision) };
    case "send":
      return {
        title: t("send", { part: line.send.part }),
        text: line.send.attempts > 1 ? t("attempts", { count: line.send.attempts }) : null,
      };
    case "unknown":
      return { title: t("unknown"), text: t("unknownWords") };
    case "settled": {
      const { status, errorCode, error, settledBy } = line.send;
      if (status === "refused") return { title: t("refused"), text: failure(errorCode, error) };
      return { title: t("accepted"), text: settledBy === null ? null : t("settledBy", { by: settledBy }) };
    }
    case "receipt":
      return { title: known("receipts", line.receipt.status), text: line.receipt.errorCode };
    case "notification":
      return { title: t("notified"), text: line.title };
    case "intervention":
      return { title: line.action.replaceAll("_", " "), text: line.actor };
  }
}
