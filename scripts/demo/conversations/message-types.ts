// One conversation per kind of message, so that every bubble can be seen.

import { bot, type ConversationScript, customer, days, hours } from "./script";

const photo = (ago: number, body: string | null) => ({ ...customer(ago, ""), body, type: "image" });

export const messageTypes: ConversationScript[] = [
  {
    customer: { name: "Rafael Costa", phone: "5541954320301" },
    lines: [
      { ...photo(hours(2), "This one, in green?"), file: "lamp" },
      bot(hours(2), "Nice choice. I cannot see our stock from here; shall a colleague look?"),
      {
        ...customer(hours(1, 55), ""),
        body: null,
        type: "audio",
        file: "voice",
        transcript: "Yes please, and also how much it is with delivery.",
        content: {
          kind: "media",
          media: { kind: "voice", providerMediaId: "730011", mimeType: "audio/ogg; codecs=opus" },
        },
      },
      bot(hours(1, 54), "I will pass both on. Delivery costs $5, and nothing above $50.", {
        sources: ["Delivery and shipping"],
        query: "delivery price",
      }),
      { ...customer(hours(1, 40), "It flickers like this"), type: "video", file: "video" },
      { ...customer(hours(1, 39), ""), body: null, type: "sticker", file: "sticker" },
      bot(
        hours(1, 38),
        "Thank you, that helps. A lamp that flickers is covered by the warranty of two years.",
        {
          sources: ["Returns, refunds and warranty"],
          query: "warranty for a lamp that flickers",
        },
      ),
      { ...customer(hours(1, 20), "The receipt"), type: "document", file: "receipt" },
      {
        ...customer(hours(1, 19), ""),
        body: null,
        type: "audio",
        file: "music",
        content: {
          kind: "media",
          media: { kind: "audio", providerMediaId: "730012", mimeType: "audio/mpeg" },
        },
      },
      bot(hours(1, 18), "Got the receipt, thank you."),
    ],
  },
  {
    customer: { name: "Fatou Diallo", phone: "221771230302" },
    lines: [
      {
        ...customer(hours(7), "Marché Sandaga, Avenue Lamine Guèye, Dakar"),
        type: "location",
        content: {
          kind: "location",
          latitude: 14.6708,
          longitude: -17.4381,
          name: "Marché Sandaga",
          address: "Avenue Lamine Guèye, Dakar",
        },
      },
      bot(hours(7), "Merci Fatou ! Que puis-je faire pour vous à cet endroit ?"),
      {
        ...customer(hours(6, 50), "Awa Ndiaye +221 77 987 65 43"),
        type: "contacts",
        content: {
          kind: "contacts",
          contacts: [
            {
              name: "Awa Ndiaye",
              organization: "Transport Ndiaye",
              phones: [{ phone: "+221 77 987 65 43", waId: "221779876543", label: "WORK" }],
              emails: ["awa@example.com"],
            },
          ],
        },
      },
      bot(hours(6, 49), "C'est noté : Awa Ndiaye peut recevoir le colis."),
      {
        ...customer(hours(6, 40), "👍"),
        type: "reaction",
        quotes: 3,
        isQuiet: true,
        content: { kind: "reaction", messageId: "@3", emoji: "👍" },
      },
      {
        ...customer(hours(6, 30), ""),
        body: null,
        type: "unsupported",
        content: {
          kind: "unsupported",
          type: "unsupported",
          unsupportedType: "poll_creation",
          errors: [
            {
              code: 131051,
              title: "Message type unknown",
              details: "Message type is currently not supported.",
            },
          ],
        },
      },
      bot(hours(6, 29), "Ce message ne peut pas être affiché ici. Pouvez-vous l'écrire ?"),
    ],
  },
  {
    customer: { name: "Liam Murphy", phone: "353861230303" },
    labels: ["Sales"],
    lines: [
      customer(hours(10), "What can you help me with?"),
      {
        ...bot(hours(10), "What is it about?", {
          tools: [
            {
              name: "send_buttons",
              tier: "reply",
              arguments: { text: "What is it about?", buttons: ["Delivery", "Returns", "Prices"] },
              result: { added: true },
              error: null,
            },
          ],
        }),
        type: "interactive",
        content: {
          type: "interactive",
          kind: "button",
          body: "What is it about?",
          footer: "Luna, our assistant",
          buttons: [
            { id: "delivery", title: "Delivery" },
            { id: "returns", title: "Returns" },
            { id: "prices", title: "Prices" },
          ],
        },
      },
      {
        ...customer(hours(9, 59), "Prices"),
        type: "interactive",
        quotes: 1,
        content: { kind: "button_reply", id: "prices", title: "Prices" },
      },
      {
        ...bot(hours(9, 59), "Which plan would you like to know about?", {
          sources: ["Prices and plans"],
          query: "plans",
        }),
        type: "interactive",
        content: {
          type: "interactive",
          kind: "list",
          header: { type: "text", text: "Plans" },
          body: "Which plan would you like to know about?",
          button: "See the plans",
          sections: [
            {
              title: "Plans",
              rows: [
                { id: "starter", title: "Starter", description: "$49 a month, one shop" },
                { id: "business", title: "Business", description: "$99 a month, three people" },
              ],
            },
          ],
        },
      },
      {
        ...customer(hours(9, 57), "Business"),
        type: "interactive",
        quotes: 3,
        content: {
          kind: "list_reply",
          id: "business",
          title: "Business",
          description: "$99 a month, three people",
        },
      },
      bot(
        hours(9, 57),
        "Business: up to 2,000 products, three people who work in it, support by chat and phone, for $99 a month.",
        { sources: ["Prices and plans"], query: "Business plan" },
      ),
      {
        ...customer(hours(9, 50), "2 × LAMP-GREEN, 1 × BULB-E27"),
        type: "order",
        content: {
          kind: "order",
          catalogId: "8812",
          text: "These please",
          items: [
            { retailerId: "LAMP-GREEN", quantity: 2, price: 39, currency: "USD" },
            { retailerId: "BULB-E27", quantity: 1, price: 6.5, currency: "USD" },
          ],
          totals: [{ currency: "USD", amount: "84.50" }],
        },
      },
      bot(hours(9, 49), "Thank you for your order. It is above $50, so delivery is free."),
    ],
  },
  {
    customer: { name: "Isabella Rossi", phone: "393331230304" },
    lead: { status: "NEW", details: { from: "Advertisement: Winter lights" } },
    labels: ["Sales"],
    lines: [
      {
        ...customer(hours(11), "Hi, I saw this on Instagram. Is it still $39?"),
        content: {
          kind: "text",
          referral: {
            sourceUrl: "https://fb.me/3xample",
            sourceId: "120210",
            sourceType: "ad",
            headline: "Winter lights",
            body: "Warm light for long evenings, from $39.",
            mediaType: "image",
            clickId: "ARAkLkA8rmlFeiCktEJQ",
          },
        },
      },
      bot(hours(11), "Hi Isabella! I have no price of that lamp in front of me. Shall I ask a colleague?"),
      {
        ...customer(hours(10, 50), "Yes! My sister sent me this"),
        content: { kind: "text", forwarded: "often" },
      },
      {
        ...customer(hours(10, 45), "Buonissima giornata a tutti ☀️"),
        content: { kind: "text", forwarded: "once" },
      },
      bot(hours(10, 44), "Buona giornata! A colleague will tell you the price tomorrow morning."),
      { ...customer(hours(10, 30), "I need three of them, not two"), edited: true },
      { ...customer(hours(10, 20), "+39 333 123 0304 is my private number"), revoked: true },
      {
        ...customer(hours(10, 10), "and is this one dimmable?"),
        quotes: 1,
        content: { kind: "text", product: { catalogId: "8812", retailerId: "LAMP-GREEN" } },
      },
      bot(hours(10, 9), "That is not written down here; a colleague will know."),
    ],
  },
  {
    customer: { name: "Yuki Sato", phone: "819087650306" },
    lines: [
      {
        ...customer(days(1, 500), ""),
        body: null,
        type: "image",
        fileTrouble: { status: "failed", code: "NOT_FOUND", error: "Meta has no such file any more" },
      },
      {
        ...customer(days(1, 499), "setup.exe"),
        type: "document",
        fileTrouble: { status: "rejected", code: "TYPE_NOT_ALLOWED", error: "It is not what its type says" },
      },
      bot(days(1, 498), "I cannot open these files. Could you describe what is in them?"),
      {
        ...customer(days(1, 480), ""),
        body: null,
        type: "system",
        isQuiet: true,
        content: { kind: "system", systemType: "user_identity_changed" },
      },
      {
        ...customer(days(1, 470), ""),
        body: null,
        type: "request_welcome",
        isQuiet: true,
        content: { kind: "request_welcome" },
      },
      {
        ...customer(days(1, 460), "Yes"),
        type: "button",
        content: { kind: "template_button", payload: "YES", text: "Yes" },
      },
      bot(days(1, 459), "Wonderful, it is noted."),
    ],
  },
  {
    customer: { name: "Neighbours of Elm Street", isGroup: true },
    lines: [
      {
        ...customer(hours(30), "Has anybody ordered there already?"),
        isQuiet: true,
        content: { kind: "text", sender: { phone: "12025550391", name: "Carol" } },
      },
      {
        ...customer(hours(29, 50), "Yes, twice, it came in two days"),
        isQuiet: true,
        content: { kind: "text", sender: { phone: "12025550392", name: "Dwight" } },
      },
      {
        ...customer(hours(29, 40), "🙌🙌"),
        isQuiet: true,
        content: { kind: "text", sender: { phone: "12025550391", name: "Carol" } },
      },
    ],
  },
];
