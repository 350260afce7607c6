// Everything that can be sent, in one conversation.

import { agent, bot, type ConversationScript, customer, hours } from "./script";

export const outgoingTypes: ConversationScript[] = [
  {
    customer: { name: "Mateus Almeida", phone: "351912340305" },
    assignee: "ines",
    handover: { ago: hours(12), reason: "He asks for the catalogue" },
    lines: [
      customer(hours(12, 5), "Podem mandar o catálogo?"),
      bot(hours(12), "Um momento, por favor: uma colega continua consigo aqui."),
      {
        ...agent("ines", hours(11), "O nosso catálogo de inverno"),
        type: "document",
        file: "catalogue",
        content: {
          type: "document",
          assetId: "@file",
          filename: "winter-catalogue.pdf",
          caption: "O nosso catálogo de inverno",
        },
      },
      {
        ...agent("ines", hours(11), "E a luminária verde"),
        type: "image",
        file: "lamp",
        content: { type: "image", assetId: "@file", caption: "E a luminária verde" },
      },
      {
        ...agent("ines", hours(10, 59), ""),
        body: null,
        type: "audio",
        file: "voice",
        content: { type: "audio", assetId: "@file", voice: true },
      },
      {
        ...agent("ines", hours(10, 58), ""),
        body: null,
        type: "video",
        file: "video",
        content: { type: "video", assetId: "@file" },
      },
      {
        ...agent("ines", hours(10, 57), ""),
        body: null,
        type: "sticker",
        file: "sticker",
        content: { type: "sticker", assetId: "@file" },
      },
      {
        ...agent("ines", hours(10, 56), "Rua Augusta 12, Lisboa"),
        type: "location",
        content: {
          type: "location",
          latitude: 38.7107,
          longitude: -9.1366,
          name: "Showroom",
          address: "Rua Augusta 12, Lisboa",
        },
      },
      {
        ...agent("ines", hours(10, 55), "Léa Moreau"),
        type: "contacts",
        content: {
          type: "contacts",
          contacts: [
            {
              name: { formattedName: "Léa Moreau" },
              phones: [{ phone: "+351 912 345 678", type: "WORK" }],
              emails: [{ email: "lea@demo.example" }],
              organization: { company: "The demo shop", title: "Support" },
            },
          ],
        },
      },
      customer(hours(10, 50), "Que rapidez, obrigado!"),
      {
        ...agent("ines", hours(10, 49), "❤️"),
        type: "reaction",
        quotes: 9,
        content: { type: "reaction", messageId: "@9", emoji: "❤️" },
      },
      {
        ...agent("ines", hours(10, 48), "Toda a coleção"),
        type: "interactive",
        content: {
          type: "interactive",
          kind: "cta_url",
          body: "Toda a coleção",
          displayText: "Abrir a loja",
          url: "https://example.com/shop",
        },
      },
      {
        ...agent("ines", hours(10, 47), "Onde entregamos?"),
        type: "interactive",
        content: { type: "interactive", kind: "location_request", body: "Onde entregamos?" },
      },
      {
        ...customer(hours(10, 40), ""),
        body: null,
        type: "interactive",
        content: {
          kind: "flow_reply",
          name: "flow",
          body: "Sent",
          fields: { street: "Rua do Carmo 8", city: "Lisboa", floor: "3" },
        },
      },
      {
        ...customer(hours(10, 39), ""),
        body: null,
        type: "interactive",
        content: { kind: "call_permission_reply", response: "accept", isPermanent: false },
      },
      agent("phone", hours(10, 20), "Escrevi agora do telemóvel da loja: segue amanhã! 📦"),
    ],
  },
];
