import { domainToASCII } from "node:url";
import { parse } from "tldts";
import { parsePersona } from "@/domain/persona";
import { answerText } from "./answer-text";
import type { Answer, Guard } from "./guard";
import { normaliseText } from "./normalise-text";

const WITH_SCHEME = /[a-z][a-z0-9+.-]{1,20}:[/\\]{2,}[^\s<>"'“”)\]}|]+/gi;
/** What runs or opens something without naming a host. */
const WITHOUT_HOST =
  /(?<![\p{L}\p{N}])(?:javascript|vbscript|intent|file|data)\s*:\s*(?:[/\\(]|[a-z]+\/|[a-z.]+\()/iu;
const BARE =
  /(?<![\p{L}\p{N}@._%+-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,61}/gu;
/** How people write a host so that no program finds it. */
const HIDDEN_DOT =
  /\s*[[({<]\s*(?:\.|dot|punto|ponto|نقطة|डॉट)\s*[\])}>]\s*|(?<=[\p{L}\p{N}])\s+(?:dot|punto|ponto)\s+(?=[a-z]{2,6}(?![\p{L}\p{N}]))/giu;
const HIDDEN_SCHEME = /\bh(?:xx|\*\*|tt)ps?\s?(:|\[:\])\s?\/\s?\//gi;

/** A link, or a bare name of a host, that neither the persona's list nor a text of the business has. */
export const findLinks: Guard = (answer) => {
  const text = normaliseText(answerText(answer))
    .replaceAll(HIDDEN_DOT, ".")
    .replaceAll(HIDDEN_SCHEME, "https://");
  const isForeign =
    WITHOUT_HOST.test(text) || hostsOf(text).some((host) => host === null || !isAllowed(host, answer));
  if (!isForeign) return null;
  return {
    code: "FOREIGN_LINK",
    severity: "repair",
    advice:
      "Your answer held a link or the name of a website that the business has not given you. Answer without it.",
  };
};

/** In ASCII, so that a look-alike of another script is another host; null for a link whose host cannot be read. */
function hostsOf(text: string): (string | null)[] {
  const links = [...text.matchAll(WITH_SCHEME)].map(([link]) => hostOfLink(link));
  const bare = [...text.replaceAll(WITH_SCHEME, " ").matchAll(BARE)].map(([name]) => toAscii(name));
  return [...links, ...bare.filter((name) => name !== null && isDomain(name))];
}

function hostOfLink(link: string): string | null {
  // Browsers read a backslash as a slash, and what stands before an @ is no host.
  const authority = /^[^:]+:[/\\]+([^/\\?#]*)/.exec(link)?.[1]?.split("@").at(-1);
  const host = authority?.replace(/:\d*$/, "").replace(/[.,;:!?]+$/, "");
  return host ? toAscii(host) : null;
}

function toAscii(host: string): string | null {
  return domainToASCII(host.toLowerCase().replace(/\.+$/, "")) || null;
}

/** Whether it ends in something that is sold as the end of a domain: "e.g." and "node.js" do not. */
function isDomain(name: string): boolean {
  const { isIcann, isPrivate, domain } = parse(name);
  return domain !== null && (isIcann === true || isPrivate === true);
}

function isAllowed(host: string, { turn, passageTexts }: Answer): boolean {
  const { linkHosts, about, facts, handover } = parsePersona(turn.storedPersona).content;
  const listed = linkHosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`));
  return (
    listed || hostsOfBusiness([about, ...facts, handover.message ?? "", ...passageTexts]).has(bareHost(host))
  );
}

function hostsOfBusiness(texts: string[]): Set<string> {
  const found = hostsOf(normaliseText(texts.join("\n")));
  return new Set(found.filter((host) => host !== null).map(bareHost));
}

function bareHost(host: string): string {
  return host.replace(/^www\./, "");
}
