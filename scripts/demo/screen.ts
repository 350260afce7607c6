// What the demo shows: a line for everything that happens, as it happens, and a table at the end.

const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;

const colours = {
  quiet: 90,
  good: 32,
  bad: 31,
  title: 1,
  webhook: 36,
  runner: 33,
  meta: 35,
  receipt: 34,
  ai: 32,
};

export type Colour = keyof typeof colours;

export function paint(colour: Colour, text: string): string {
  return isColoured ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}

export function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** A heading: what is about to be shown. */
export function announce(text: string): void {
  say(`\n${paint("title", text)}`);
}

/** One thing that happened: when, where, what. */
export function stage(where: Colour, what: string, at = new Date()): void {
  say(`  ${paint("quiet", at.toISOString().slice(11, 23))}  ${paint(where, where.padEnd(8))} ${what}`);
}

/** Does a piece of set-up and says how long it took. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  process.stdout.write(`  ${what} … `);
  try {
    const result = await work();
    say(paint("quiet", `${((performance.now() - startedAt) / 1000).toFixed(1)} s`));
    return result;
  } catch (error) {
    say(paint("bad", "failed"));
    throw error;
  }
}

export interface Line {
  claim: string;
  held: boolean;
  /** What was seen: figures and ids when it held, what was missing when not. */
  seen: string;
}

export function table(lines: Line[]): void {
  const width = Math.max(...lines.map(({ claim }) => claim.length));
  announce("What was proved");
  for (const { claim, held, seen } of lines) {
    say(
      `  ${held ? paint("good", "held  ") : paint("bad", "BROKEN")}  ${claim.padEnd(width)}  ${paint("quiet", seen)}`,
    );
  }
}
