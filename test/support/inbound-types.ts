// Every type and side object of Meta's `messages` webhook, as Meta documents it, and what becomes of it here. Written by hand
// from Meta's pages, not from our code: test/integration/inbound/every-type.test.ts plays all of it through the real webhook
// path, and docs/WHATSAPP.md shows it as a table (npm run docs:whatsapp).

import type { Fresh, TypeCase } from "./inbound-case";
import { mediaCases } from "./inbound-media-types";
import { noticeCases } from "./inbound-notice-types";
import { tapCases } from "./inbound-tap-types";

const ours = "wamid.a-message-of-ours";

export function typeCases(fresh: Fresh): TypeCase[] {
  return [...textCases(), ...mediaCases(), ...tapCases(), ...noticeCases(fresh)];
}

/** Meta, webhooks/reference/messages/text: also what stands beside messages of other types. */
function textCases(): TypeCase[] {
  const text = { body: "Do you deliver?" };
  const common = { type: "text", body: "Do you deliver?", isAnswered: true };
  const said = (marks: string) => `${marks} Do you deliver?`;
  return [
    { ...common, what: "alone", wire: { text }, content: null, prompt: "Do you deliver?" },
    { ...common, what: "without a body", wire: { text: {} }, body: null, content: null, prompt: "" },
    {
      ...common,
      what: "that answers a message",
      wire: { text, context: { from: "15550783881", id: ours } },
      content: null,
      quoted: ours,
      prompt: "Do you deliver?",
    },
    {
      ...common,
      what: "passed on",
      wire: { text, context: { forwarded: true } },
      content: { kind: "text", forwarded: "once" },
      prompt: said("[forwarded]"),
    },
    {
      ...common,
      what: "passed on very often",
      wire: { text, context: { frequently_forwarded: true } },
      content: { kind: "text", forwarded: "often" },
      prompt: said("[forwarded]"),
    },
    {
      ...common,
      what: "about a product",
      wire: {
        text,
        context: {
          from: "15550783881",
          id: ours,
          referred_product: { catalog_id: "194", product_retailer_id: "rose-3" },
        },
      },
      content: { kind: "text", product: { catalogId: "194", retailerId: "rose-3" } },
      quoted: ours,
      prompt: said("[about the product rose-3]"),
    },
    {
      ...common,
      what: "from an ad",
      wire: {
        text,
        referral: {
          source_url: "https://fb.me/3cr4Wqqkv",
          source_id: "120226305854810726",
          source_type: "ad",
          headline: "Flowers for everybody",
          body: "Fresh every morning",
          media_type: "image",
          image_url: "https://scontent.xx.fbcdn.net/v/t45.1",
          ctwa_clid:
            "Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27vDVwFjN80dp4_0NiNhEgpGo0AHemvuSoifXaytfTzcchptiErTKCqTrJ5nW1h7IHYeYymGb5K5J5iTROpBhWAGaIAeUzHL50",
          welcome_message: { text: "Hi! How can we help?" },
        },
      },
      content: {
        kind: "text",
        referral: {
          sourceUrl: "https://fb.me/3cr4Wqqkv",
          sourceId: "120226305854810726",
          sourceType: "ad",
          headline: "Flowers for everybody",
          body: "Fresh every morning",
          mediaType: "image",
          clickId:
            "Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27vDVwFjN80dp4_0NiNhEgpGo0AHemvuSoifXaytfTzcchptiErTKCqTrJ5nW1h7IHYeYymGb5K5J5iTROpBhWAGaIAeUzHL50",
          welcomeText: "Hi! How can we help?",
        },
      },
      prompt: said('[came from the ad "Flowers for everybody"]'),
    },
    {
      ...common,
      what: "from an ad of which nothing is told",
      wire: { text, referral: {} },
      content: { kind: "text", referral: {} },
      prompt: said("[came from an ad]"),
    },
  ];
}
