/** What shows a tooltip: `<button aria-label="Close" {...tip("Close", "e")}>`. TooltipHost, once in the page, shows it. */
export function tip(text: string, keys?: string): { "data-tip": string; "data-tip-keys"?: string } {
  return keys ? { "data-tip": text, "data-tip-keys": keys } : { "data-tip": text };
}
