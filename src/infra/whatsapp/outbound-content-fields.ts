import { z } from "zod";

const URL_MAX = 2_000;

/** A text that Meta limits; it counts code points. */
export const limited = (max: number) =>
  z.string().superRefine((value, context) => {
    const { length } = [...value];
    if (length > max)
      context.addIssue({ code: "custom", message: `has ${length} characters, Meta takes ${max}` });
    if (value.trim() === "") context.addIssue({ code: "custom", message: "is empty" });
  });

/** A list that Meta limits. */
export const upTo = <Item extends z.ZodType>(item: Item, max: number) =>
  z.array(item).superRefine(({ length }, context) => {
    if (length > max)
      context.addIssue({ code: "custom", message: `has ${length} entries, Meta takes ${max}` });
    if (length === 0) context.addIssue({ code: "custom", message: "is empty" });
  });

/** A wamid, or one of the other ids that Meta gives. */
export const metaId = limited(512);

export const webAddress = limited(URL_MAX).refine(
  (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
  "is not an http:// or https:// address",
);

/** Where a file comes from: uploaded to Meta before, to be fetched by Meta, or one of ours (MediaAsset). */
export const mediaSource = {
  id: metaId.optional(),
  link: webAddress.optional(),
  assetId: z.uuid("is not the id of a file of ours").optional(),
};

export interface MediaSource {
  id?: string;
  link?: string;
  assetId?: string;
}

export function oneSource({ id, link, assetId }: MediaSource, context: z.RefinementCtx): void {
  const count = [id, link, assetId].filter((source) => source !== undefined).length;
  if (count !== 1) {
    const message = `needs exactly one of id, link and assetId; it has ${count}`;
    context.addIssue({ code: "custom", message });
  }
}

/** Says which of some values is there twice; Meta refuses the message then (131009). */
export function distinct(values: string[], what: string, context: z.RefinementCtx): void {
  const twice = values.find((value, at) => values.indexOf(value) !== at);
  if (twice !== undefined)
    context.addIssue({ code: "custom", message: `${what} "${twice}" is there twice, Meta takes it once` });
}

/** What is wrong, with the place in words: "button 2: title has 24 characters, Meta takes 20". */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map(describeIssue).join("; ");
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const { places, field } = readPath(issue.path);
  const isUnknown = issue.code === "unrecognized_keys";
  const subject = isUnknown ? issue.keys.join(", ") : field;
  const message = isUnknown ? "is not known here" : issue.message;
  const where = places.length > 0 ? `${places.join(", ")}: ` : "";
  return `${where}${subject ?? "the message"} ${message}`.trim();
}

/** `["sections", 0, "rows", 2, "title"]` is the title in "section 1, row 3". */
function readPath(path: readonly PropertyKey[]): { places: string[]; field: string | undefined } {
  const places: string[] = [];
  for (let at = 0; at < path.length; at += 1) {
    const [name, index] = [String(path[at]), path[at + 1]];
    if (typeof index === "number") {
      places.push(`${name.replace(/s$/, "")} ${index + 1}`);
      at += 1;
    } else if (at === path.length - 1) return { places, field: name };
    else places.push(name);
  }
  return { places: places.slice(0, -1), field: places.at(-1) };
}
