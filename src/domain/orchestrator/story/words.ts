/** “Hello”, in one line and not too long. */
export function quote(text: string, max = 300): string {
  const characters = [...text.replaceAll(/\s+/g, " ").trim()];
  const shown = characters.length > max ? `${characters.slice(0, max).join("")}…` : characters.join("");
  return `“${shown}”`;
}

export function seconds(elapsedMs: number): string {
  if (elapsedMs < 1_000) return `${Math.round(elapsedMs)} ms`;
  if (elapsedMs < 120_000) return `${(elapsedMs / 1_000).toFixed(1)} s`;
  return `${Math.round(elapsedMs / 60_000)} min`;
}

export function dollars(microUsd: number): string {
  return `$${(microUsd / 1_000_000).toFixed(microUsd < 10_000 ? 6 : 4)}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
