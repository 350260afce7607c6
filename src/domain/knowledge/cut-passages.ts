// A document cut into pieces that can be shown and cited alone: by headings, then by paragraphs, and a paragraph only where
// it is longer than a piece may be.

export interface CutPassage {
  /** The headings it stands under, outermost first. */
  heading: string | null;
  text: string;
}

/** Between the headings of a path. */
export const HEADING_JOINER = " › ";

export const PASSAGE_CHARACTERS_MAX = 1_200;
/** What both halves of a paragraph that was cut have: a sentence that refers to the one before it is understood. */
const OVERLAP_CHARACTERS = 150;
const HEADING_CHARACTERS_MAX = 300;

interface Section {
  /** Of its heading; 0 before the first. */
  level: number;
  title: string;
  heading: string | null;
  paragraphs: string[];
}

export function cutPassages(text: string): CutPassage[] {
  return readSections(text).flatMap(({ level, title, heading, paragraphs }, at, all) => {
    // A heading with nothing below it is all that its section says.
    const isLeaf = level > 0 && (all[at + 1]?.level ?? 0) <= level;
    const said = paragraphs.length === 0 && isLeaf ? [title] : paragraphs;
    return pack(said.flatMap(cutParagraph)).map((piece) => ({ heading, text: piece }));
  });
}

/** Headings as Markdown writes them, with # or underlined; within a fenced block there are none. */
function readSections(text: string): Section[] {
  const path: string[] = [];
  const sections: Section[] = [{ level: 0, title: "", heading: null, paragraphs: [] }];
  let paragraph: string[] = [];
  let fence: string | null = null;
  const endParagraph = () => {
    const whole = paragraph.join("\n").trim();
    if (whole) sections.at(-1)?.paragraphs.push(whole);
    paragraph = [];
  };
  const begin = (level: number, title: string) => {
    endParagraph();
    path.length = Math.min(path.length, level - 1);
    path[level - 1] = title;
    const heading = path.filter(Boolean).join(HEADING_JOINER).slice(0, HEADING_CHARACTERS_MAX);
    sections.push({ level, title, heading: heading || null, paragraphs: [] });
  };
  for (const line of text.split("\n")) {
    const mark: string | undefined = /^ {0,3}(```|~~~)/.exec(line)?.[1];
    if (mark && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    const [, hashes, title = ""] = (fence === null && /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$/.exec(line)) || [];
    const underline = fence === null && paragraph.length === 1 && /^(=|-)\1{2,}\s*$/.exec(line)?.[1];
    if (hashes) begin(hashes.length, title);
    else if (underline) begin(underline === "=" ? 1 : 2, paragraph.splice(0).join(" ").trim());
    else if (fence === null && line.trim() === "") endParagraph();
    else paragraph.push(line.trimEnd());
  }
  endParagraph();
  return sections;
}

/** As many whole paragraphs of one section as go into one piece. */
function pack(paragraphs: string[]): string[] {
  const pieces: string[] = [];
  for (const paragraph of paragraphs) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + 2 + paragraph.length <= PASSAGE_CHARACTERS_MAX)
      pieces[pieces.length - 1] = `${last}\n\n${paragraph}`;
    else pieces.push(paragraph);
  }
  return pieces;
}

/** At the ends of sentences or lines where there are any, else between words, else anywhere. */
function cutParagraph(paragraph: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (paragraph.length - start > PASSAGE_CHARACTERS_MAX) {
    const end = start + lastBreak(paragraph.slice(start, start + PASSAGE_CHARACTERS_MAX));
    pieces.push(paragraph.slice(start, end).trim());
    const overlap = paragraph.slice(end - OVERLAP_CHARACTERS, end);
    const wordStart = overlap.search(/\s\S/);
    start = wordStart === -1 ? end : end - OVERLAP_CHARACTERS + wordStart + 1;
  }
  pieces.push(paragraph.slice(start).trim());
  return pieces.filter(Boolean);
}

function lastBreak(text: string): number {
  const breaks = [/[.!?…。！？؟।]["'”’)\]]?\s|\n/g, /\s/g];
  for (const pattern of breaks) {
    const last = [...text.matchAll(pattern)].at(-1);
    if (last && last.index + last[0].length > text.length / 2) return last.index + last[0].length;
  }
  // Not between the two halves of a surrogate pair.
  return /[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length;
}
