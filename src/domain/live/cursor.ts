// Where somebody stands among the changes. Nobody outside reads it.

export interface Cursor {
  /** Of the table's contents: another one after a crash has emptied it. */
  epoch: string;
  /** Everything written by an older transaction was known: the oldest that was still running. */
  horizon: number;
  /** By the database's clock, in epoch milliseconds. */
  at: number;
}

const shape = /^([0-9a-f-]{36})\.(\d{1,16})\.(\d{1,15})$/;

export function writeCursor({ epoch, horizon, at }: Cursor): string {
  return `${epoch}.${horizon}.${Math.floor(at)}`;
}

export function readCursor(text: string): Cursor | null {
  const [, epoch, horizon, at] = shape.exec(text) ?? [];
  if (!epoch || !horizon || !at) return null;
  return { epoch, horizon: Number(horizon), at: Number(at) };
}
