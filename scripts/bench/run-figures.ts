import { writeFileSync } from "node:fs";
import { describeError } from "@/lib/errors";
import type { ExitCode } from "../local/run-command";
import { type Figure, isMet } from "./figure";
import { figures } from "./figures";
import { type MeasuredFigure, toMarkdown, toReport, toText } from "./report";
import { type Stage, withStage } from "./stage";

export interface FigureOptions {
  only?: string[];
  rounds: number;
  json?: boolean;
  markdown?: string;
}

/** Exit code 0 when every bar is met, 1 when one is not, 2 when something could not be measured. */
export async function runFigures(options: FigureOptions): Promise<ExitCode> {
  const chosen = choose(options.only);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const measured = await withStage({ rounds: options.rounds, say }, async (stage) => {
    const done: MeasuredFigure[] = [];
    for (const [at, figure] of chosen.entries()) {
      say(`[${at + 1}/${chosen.length}] ${figure.title}`);
      done.push(await measure(figure, stage));
    }
    return done;
  });
  process.stdout.write(`${options.json ? JSON.stringify(toReport(measured), null, 2) : toText(measured)}\n`);
  if (options.markdown) writeFileSync(options.markdown, `${toMarkdown(measured)}\n`);
  if (measured.some(({ error }) => error !== undefined)) return 2;
  return measured.every(({ results }) => results.every((result) => isMet(result) !== false)) ? 0 : 1;
}

/** One figure that fails costs the others nothing. */
async function measure({ name, title, measure }: Figure, stage: Stage): Promise<MeasuredFigure> {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1_000);
  try {
    const results = await measure(stage);
    return { name, title, seconds: seconds(), results };
  } catch (error) {
    return { name, title, seconds: seconds(), results: [], error: describeError(error) };
  }
}

function choose(only: string[] | undefined): Figure[] {
  if (!only) return figures;
  const unknown = only.filter((name) => !figures.some((figure) => figure.name === name));
  const known = figures.map(({ name }) => name).join(", ");
  if (unknown.length > 0) throw new Error(`There is no figure ${unknown.join(", ")}. There are: ${known}`);
  return figures.filter(({ name }) => only.includes(name));
}
