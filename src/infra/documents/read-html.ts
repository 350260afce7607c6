import { convert, type FormatCallback } from "html-to-text";

export interface ReadHtml {
  title: string | null;
  /** As Markdown: headings are what a text is cut by. */
  text: string;
}

/** As Markdown writes it. */
const heading: FormatCallback = (...[element, walk, builder, options]) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addLiteral(`${"#".repeat(options.level)} `);
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 2 });
};

/** What is on every page of a site, and what nobody reads. */
const SKIPPED = [
  "title",
  "nav",
  "footer",
  "aside",
  "form",
  "button",
  "script",
  "style",
  "noscript",
  "template",
  "iframe",
  "svg",
  "img",
  "[hidden]",
  "[aria-hidden=true]",
];

/** The words of a page: of its main part where it says which that is. */
export function readHtml(html: string): ReadHtml {
  const text = convert(html, {
    wordwrap: false,
    baseElements: { selectors: ["main", "[role=main]", "article"], orderBy: "occurrence" },
    formatters: { heading },
    selectors: [
      ...SKIPPED.map((selector) => ({ selector, format: "skip" })),
      ...[1, 2, 3, 4, 5, 6].map((level) => ({
        selector: `h${level}`,
        format: "heading",
        options: { level },
      })),
      { selector: "a", options: { ignoreHref: true } },
      { selector: "ul", options: { itemPrefix: "- " } },
      { selector: "table", format: "dataTable", options: { uppercaseHeaderCells: false } },
    ],
  });
  const title = convert(html, {
    wordwrap: false,
    baseElements: { selectors: ["title"], returnDomByDefault: false },
  });
  return { title: title.trim() || null, text };
}
