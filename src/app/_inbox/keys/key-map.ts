// The keyboard, as a table: what the shortcut sheet, the tooltips, the command menu and the listener are made of.

export type ShortcutGroup = "general" | "list" | "conversation" | "go";

export interface Shortcut {
  id: ShortcutId;
  group: ShortcutGroup;
  /** "mod" is ⌘ on a Mac and Ctrl elsewhere; "g i" is one key after the other. The first is shown. */
  keys: readonly string[];
}

export type ShortcutId = keyof typeof table;

const table = {
  commandMenu: ["general", "mod+k"],
  shortcutSheet: ["general", "?", "mod+/"],
  search: ["general", "/"],
  undo: ["general", "mod+z"],
  leave: ["general", "escape"],
  next: ["list", "j"],
  previous: ["list", "k"],
  open: ["list", "enter", "o"],
  select: ["list", "x"],
  reply: ["conversation", "r"],
  note: ["conversation", "n"],
  send: ["conversation", "mod+enter"],
  close: ["conversation", "e"],
  snooze: ["conversation", "z", "h"],
  assign: ["conversation", "a"],
  assignToMe: ["conversation", "i"],
  takeOver: ["conversation", "t"],
  labels: ["conversation", "l"],
  unread: ["conversation", "u"],
  why: ["conversation", "w"],
  panel: ["conversation", "p", "]"],
  goInbox: ["go", "g i"],
  goJobs: ["go", "g j"],
  goHealth: ["go", "g h"],
  goSettings: ["go", "g s"],
} as const satisfies Record<string, readonly [ShortcutGroup, ...string[]]>;

export const shortcuts: readonly Shortcut[] = Object.entries(table).map(([id, [group, ...keys]]) => ({
  id: id as ShortcutId,
  group,
  keys,
}));

/** What is shown beside a button. */
export function keysOf(id: ShortcutId): string {
  return table[id][1];
}

/** Of a KeyboardEvent, what is looked at. */
export interface Press {
  key: string;
  code: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/**
 * A press as the table writes it. Letters go by what the layout says (QWERTZ and AZERTY have theirs elsewhere), and by their
 * place only where the layout has no Latin ones (Arabic, Cyrillic). A capital is the beginning of a sentence, and no shortcut.
 */
export function chordOf(press: Press): string | null {
  const { key, code, metaKey, ctrlKey, altKey, shiftKey } = press;
  const isMod = metaKey || ctrlKey;
  if (altKey && !isMod && key.length === 1 && /[a-z]/i.test(key)) return null;
  if (shiftKey && !isMod && /^[a-z]$/i.test(key)) return null;
  const place = /^Key([A-Z])$/.exec(code)?.[1] ?? (code === "Slash" ? "/" : undefined);
  const isForeign = key.length === 1 && key.charCodeAt(0) > 0x24f;
  const name = (isForeign && place ? place : key).toLowerCase();
  if (["meta", "control", "shift", "alt", "dead", "unidentified"].includes(name)) return null;
  return isMod ? `mod+${name}` : name;
}

/** The second key of "g i" has to come within this. */
export const SEQUENCE_MS = 1_200;

export interface Pending {
  chord: string;
  at: number;
}

export interface Match {
  id: ShortcutId | null;
  /** The first key of a sequence was pressed. */
  pending: Pending | null;
}

/** What a press means after what was pressed before. */
export function matchChord(chord: string, pending: Pending | null, now: number): Match {
  const sequence = pending && now - pending.at < SEQUENCE_MS ? `${pending.chord} ${chord}` : null;
  const found =
    shortcuts.find(({ keys }) => sequence !== null && keys.includes(sequence)) ??
    shortcuts.find(({ keys }) => keys.includes(chord));
  if (found) return { id: found.id, pending: null };
  const starts = shortcuts.some(({ keys }) => keys.some((key) => key.startsWith(`${chord} `)));
  return { id: null, pending: starts ? { chord, at: now } : null };
}

/** Keys that do something by themselves: off where somebody writes, and off altogether for whoever wants it so (WCAG 2.1.4). */
export function isSingleKey(chord: string): boolean {
  return !chord.startsWith("mod+") && chord !== "escape";
}
