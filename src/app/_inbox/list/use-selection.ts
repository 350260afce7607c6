"use client";

import { useMemo, useRef, useState } from "react";
import type { ConversationRow } from "@/app/_contract/conversation";

export interface Selection {
  ids: ReadonlySet<number>;
  /** With `isRange`, everything from the one before up to this. */
  toggle: (id: number, isRange?: boolean) => void;
  all: () => void;
  clear: () => void;
}

/** Which conversations something will be done with; only what is on the list counts. */
export function useSelection(rows: readonly ConversationRow[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const last = useRef<number | null>(null);
  return useMemo(() => {
    const known =
      chosen.size === 0 ? chosen : new Set(rows.map(({ id }) => id).filter((id) => chosen.has(id)));
    return {
      ids: known,
      toggle: (id, isRange = false) => {
        const next = new Set(known);
        const from = rows.findIndex((row) => row.id === last.current);
        const to = rows.findIndex((row) => row.id === id);
        const isOn = !next.has(id);
        const span = isRange && from !== -1 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [];
        for (const each of [id, ...span.map((row) => row.id)]) isOn ? next.add(each) : next.delete(each);
        last.current = id;
        setChosen(next);
      },
      all: () => setChosen(new Set(rows.map(({ id }) => id))),
      clear: () => setChosen(new Set()),
    };
  }, [rows, chosen]);
}
