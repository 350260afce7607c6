"use client";

import { useEffect, useReducer } from "react";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { type ComposerMachine, reduceComposer, startComposer } from "./composer-state";
import { onOutcome } from "./sent-outbox";

/** Feeds the machine: the server's word, refused sends, the connection and the clock. */
export function useComposer(conversation: ConversationDetails, sending: number): ComposerMachine {
  const [machine, tell] = useReducer(reduceComposer, Date.now(), startComposer);
  const { id, composer, windowClosesAt } = conversation;

  useEffect(() => {
    const closes = windowClosesAt === null ? null : Date.parse(windowClosesAt);
    tell({ type: "told", state: composer.state, reason: composer.reason, windowClosesAt: closes });
  }, [composer.state, composer.reason, windowClosesAt]);

  useEffect(() => tell({ type: "sending", count: sending }), [sending]);

  useEffect(
    () =>
      onOutcome((letter, outcome) => {
        if (letter.conversationId !== id) return;
        if (outcome.kind === "refused")
          tell({ type: "refused", state: outcome.state, reason: outcome.reason });
        if (outcome.kind === "limited") tell({ type: "limited", retryAfterMs: outcome.retryAfterMs });
        if (outcome.kind === "accepted") tell({ type: "connection", isOnline: true });
        if (outcome.kind === "offline") tell({ type: "connection", isOnline: false });
      }),
    [id],
  );

  useEffect(() => {
    const hear = () => tell({ type: "connection", isOnline: navigator.onLine });
    hear();
    window.addEventListener("online", hear);
    window.addEventListener("offline", hear);
    return () => {
      window.removeEventListener("online", hear);
      window.removeEventListener("offline", hear);
    };
  }, []);

  useEffect(() => {
    const timer = setInterval(() => tell({ type: "time", now: Date.now() }), 1_000);
    return () => clearInterval(timer);
  }, []);

  return machine;
}
