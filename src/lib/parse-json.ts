/** What the text says as JSON; undefined when it is none. For answers of others, which are judged by what is missing. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
