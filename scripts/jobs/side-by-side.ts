import type { Rerun } from "@/domain/orchestrator";

const WIDTH = 56;

/** Both answers beside each other, with what they cost. */
export function sideBySide({ before, after }: Rerun): string {
  const left = describe("THEN", before);
  const right = describe("AGAIN", after);
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, at) =>
    `${pad(left[at] ?? "")} │ ${right[at] ?? ""}`.trimEnd(),
  ).join("\n");
}

function describe(head: string, side: Rerun["before"]): string[] {
  const { provider, model, personaVersion, outcome, handover, tools, costMicroUsd, parts } = side;
  return [
    head,
    `${provider ?? "no provider"}/${model ?? "no model"}, persona ${personaVersion ?? "none"}`,
    `${outcome}, $${(costMicroUsd / 1_000_000).toFixed(6)}`,
    ...(tools.length > 0 ? [`tools: ${tools.join(", ")}`] : []),
    ...(handover === null ? [] : wrap(`handover: ${handover}`)),
    "",
    ...parts.flatMap(wrap),
  ];
}

function pad(line: string): string {
  return line + " ".repeat(Math.max(0, WIDTH - [...line].length));
}

function wrap(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const lines = [""];
    for (const word of line.split(" ")) {
      const last = lines.length - 1;
      const joined = lines[last] === "" ? word : `${lines[last]} ${word}`;
      if ([...joined].length <= WIDTH) lines[last] = joined;
      else lines.push(...cut(word));
    }
    return lines.filter((part, at) => part !== "" || at > 0 || line === "");
  });
}

/** A word longer than a line. */
function cut(word: string): string[] {
  return word.match(new RegExp(`.{1,${WIDTH}}`, "gu")) ?? [""];
}
