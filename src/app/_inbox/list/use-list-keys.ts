"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ConversationRow } from "@/app/_contract/conversation";
import { useShortcut } from "../keys/use-shortcut";
import { useOpenCommands } from "../shell/commands";
import { useSession } from "../shell/session";
import { focusRow, followFocus, isListFocused } from "./focus-row";
import type { ListState } from "./list-state";
import type { Triage } from "./triage";
import type { Selection } from "./use-selection";
import { findRow, useTriage } from "./use-triage";

interface ListKeys {
  rows: readonly ConversationRow[];
  activeId: number | null;
  setActiveId: (id: number) => void;
  selection: Selection;
  state: ListState;
  change: (change: Partial<ListState>, how?: "push" | "replace") => void;
}

/** What the keyboard does on the inbox page: with what is selected, else the row that has the focus, else what is open. */
export function useListKeys({ rows, activeId, setActiveId, selection, state, change }: ListKeys): void {
  const openCommands = useOpenCommands();
  const triage = useTriage();
  const queryClient = useQueryClient();
  const { user } = useSession();
  const openId = state.conversation;
  useEffect(followFocus, []);

  const step = (by: 1 | -1) => {
    const from = isListFocused() ? activeId : (openId ?? activeId);
    const at = rows.findIndex(({ id }) => id === from);
    const next = rows[at === -1 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (!next) return;
    setActiveId(next.id);
    if (openId !== null && !isListFocused()) change({ conversation: next.id }, "replace");
    else focusRow(next.id);
  };
  const targets = (): number[] => {
    if (selection.ids.size > 0) return [...selection.ids];
    const one = isListFocused() ? activeId : (openId ?? activeId);
    return one === null ? [] : [one];
  };
  const act = (wanted: Triage | ((row: ConversationRow) => Triage)) => {
    const ids = targets();
    selection.clear();
    void triage(ids, wanted);
  };
  const close = () => {
    const ids = targets();
    const at = rows.findIndex(({ id }) => ids.includes(id));
    const next = rows.slice(at + 1).find(({ id }) => !ids.includes(id)) ?? rows[at - 1];
    act((row) => ({ kind: row.status === "CLOSED" ? "reopen" : "close" }));
    if (next && isListFocused()) {
      setActiveId(next.id);
      focusRow(next.id);
    }
    if (openId !== null && ids.includes(openId)) change({ conversation: next?.id ?? null }, "replace");
  };
  const choose = (name: "assign" | "snooze" | "labels") => () => {
    const conversationIds = targets();
    if (conversationIds.length > 0) openCommands({ name, conversationIds });
  };

  const hasRows = rows.length > 0;
  const hasTarget = hasRows || openId !== null;
  useShortcut("next", () => step(1), hasRows);
  useShortcut("previous", () => step(-1), hasRows);
  useShortcut("open", () => activeId !== null && change({ conversation: activeId }), hasRows);
  useShortcut("select", () => activeId !== null && selection.toggle(activeId), hasRows);
  useShortcut("close", close, hasTarget);
  useShortcut(
    "assignToMe",
    () => act({ kind: "assign", assignee: { id: user.id, name: user.name } }),
    hasTarget,
  );
  useShortcut("assign", choose("assign"), hasTarget);
  useShortcut("snooze", choose("snooze"), hasTarget);
  useShortcut("labels", choose("labels"), hasTarget);
  useShortcut("unread", () => act((row) => ({ kind: row.unread > 0 ? "read" : "unread" })), hasTarget);
  useShortcut(
    "takeOver",
    () => act((row) => ({ kind: row.mode === "BOT" ? "take-over" : "hand-back" })),
    hasTarget,
  );
  useShortcut("leave", () => {
    if (selection.ids.size > 0) return selection.clear();
    const back = openId ?? activeId;
    if (back === null) return;
    if (isListFocused() && openId !== null) change({ conversation: null });
    else if (findRow(queryClient, back)) {
      setActiveId(back);
      focusRow(back);
    }
  });
}
