// What does not arrive, or may not be sent: every tick, every state of the composer.

import { agent, bot, type ConversationScript, customer, days, type Failure, hours } from "./script";

const refused = (code: string, error: string): Failure => ({ code, error, by: "answer" });
const afterwards = (code: string, error: string): Failure => ({ code, error, by: "receipt" });

export const trouble: ConversationScript[] = [
  {
    customer: { name: "Victor Hansen", phone: "4521230401" },
    handover: { ago: 70, reason: "He asks for the invoice again" },
    assignee: "lea",
    lines: [
      customer(80, "Can I have the invoice of October again?"),
      bot(75, "A colleague will send it to you here."),
      agent("lea", 62, "Here it comes, Victor.", { tick: "read" }),
      agent("lea", 60, "https://example.com/invoices/2026-10.pdf", { tick: "delivered" }),
      agent("lea", 58, "Tell me if it does not open.", { tick: "sent" }),
    ],
  },
  {
    customer: { name: "Aisha Bello", phone: "2348051230402" },
    handover: { ago: hours(3), reason: "It is not known whether the last reply arrived" },
    unreadSince: hours(4),
    lines: [
      customer(hours(3, 5), "Is my parcel on its way?"),
      bot(
        hours(3, 4),
        "Yes, the link to follow it was sent to you by e-mail this morning.",
        {
          sources: ["Delivery and shipping"],
          query: "parcel on its way",
        },
        { tick: "unknown" },
      ),
    ],
  },
  {
    customer: { name: "Marco Bianchi", phone: "393471230403" },
    handover: { ago: hours(6), reason: "A reply could not be sent" },
    unreadSince: hours(7),
    lines: [
      customer(hours(6, 30), "How do I change my password?"),
      bot(
        hours(6, 29),
        "A colleague can set a new one for you.",
        {},
        {
          failed: refused("131026", "Message undeliverable"),
        },
      ),
    ],
  },
  {
    customer: { name: "Sofia Lopes", phone: "5585943210404" },
    assignee: "ines",
    handover: { ago: days(2), reason: "She asks about a refund" },
    lines: [
      customer(days(2, 20), "Meu reembolso ainda não chegou 😕"),
      bot(days(2, 19), "Sinto muito. Uma colega continua com você aqui."),
      agent("ines", days(1, -50), "Oi Sofia, o reembolso saiu hoje.", {
        failed: refused("131047", "More than 24 hours have passed since the customer last replied"),
      }),
      {
        ...agent(
          "ines",
          days(1, -60),
          "Hello Sofia, there is news about your order 10391. Answer here and we go on.",
        ),
        type: "template",
        tick: "delivered",
        content: {
          type: "template",
          name: "order_news",
          language: "en",
          parameters: { body: ["Sofia", "10391"] },
          preview: "Hello Sofia, there is news about your order 10391. Answer here and we go on.",
        },
      },
    ],
  },
  {
    customer: { name: "Peter Novak", phone: "420601230405" },
    assignee: "omar",
    handover: { ago: days(1, 100), reason: "He asks for a discount" },
    lines: [
      customer(days(1, 110), "Any discount for ten lamps?"),
      bot(days(1, 108), "A colleague will continue with you here."),
      agent("omar", days(1, 90), "Hello Peter, yes: ten for nine.", {
        failed: afterwards(
          "131049",
          "This message was not delivered to maintain healthy ecosystem engagement",
        ),
      }),
      agent("omar", days(1, 80), "Hello Peter, ten for nine. Shall I prepare it?", {
        failed: afterwards("131000", "Something went wrong"),
      }),
      agent("omar", days(1, 70), "Hello Peter, ten lamps for the price of nine.", {
        tick: "delivered",
        possibleDuplicate: true,
      }),
    ],
  },
  {
    customer: { name: "Claire Dubois", phone: "33698760406" },
    assignee: "lea",
    handover: { ago: hours(16), reason: "She asks for a person" },
    lines: [
      customer(hours(16, 10), "Un humain, s'il vous plaît"),
      bot(hours(16, 9), "Un instant, une collègue prend la suite ici."),
      agent("lea", hours(15), "Bonjour Claire !", {
        failed: afterwards("131056", "Too many messages to this customer in a short time"),
      }),
      {
        ...agent("lea", hours(14, 59), "Le guide"),
        type: "document",
        file: "catalogue",
        failed: afterwards("131053", "The file could not be uploaded"),
        content: { type: "document", assetId: "@file", filename: "guide.pdf", caption: "Le guide" },
      },
      agent("lea", hours(14, 50), "Bonjour Claire, je suis là. Que puis-je faire ?", { tick: "read" }),
      customer(hours(14, 40), "Merci, trouvé toute seule !"),
    ],
    isClosed: true,
  },
  {
    customer: { name: "Ivan Petrov", phone: "359881230407" },
    handover: { ago: hours(22, 15), reason: "He asks for a person" },
    assignee: "omar",
    notes: [
      {
        by: "omar",
        ago: hours(21),
        body: "The window closes soon: write to him before he has to write first.",
      },
    ],
    lines: [
      customer(hours(22, 40), "Please call me when the black one is back"),
      bot(hours(22, 39), "A colleague will continue with you here."),
      agent("omar", hours(22), "Will do, Ivan!"),
    ],
  },
  {
    customer: { name: "Greta Nilsson", phone: "46709870408" },
    optedOutAgo: hours(20),
    noMarketingAgo: hours(20),
    lines: [
      customer(days(1, 30), "Please no more messages"),
      bot(days(1, 29), "I am sorry. Write STOP, and you will get none."),
      customer(hours(20), "STOP"),
      bot(
        hours(20),
        "You will get no more messages from us. Write START if you change your mind.",
        {},
        { tick: "delivered" },
      ),
    ],
  },
  {
    customer: { name: "Walter Brandt", phone: "4917612340409", savedAs: "Walter Brandt (invoice 2211)" },
    handover: { ago: days(4), reason: "Written to by us first" },
    assignee: "lea",
    lines: [
      {
        ...agent(
          "lea",
          hours(28),
          "Hello Walter, there is news about your order 10377. Answer here and we go on.",
        ),
        type: "template",
        tick: "sent",
        content: {
          type: "template",
          name: "order_news",
          language: "en",
          parameters: { body: ["Walter", "10377"] },
          preview: "Hello Walter, there is news about your order 10377. Answer here and we go on.",
        },
      },
    ],
  },
  {
    customer: { name: "Nadia Haddad", phone: "21620123041" },
    number: "second",
    unreadSince: hours(2),
    handover: { ago: hours(1, 10), reason: "Meta refuses everything of this number" },
    lines: [
      customer(hours(1, 30), "Bonjour, vous êtes ouverts le 24 décembre ?"),
      bot(
        hours(1, 29),
        "Nous sommes ouverts du lundi au vendredi, de 9 h à 18 h.",
        { sources: ["Opening hours"], query: "ouvert le 24 décembre" },
        { tick: "pending" },
      ),
    ],
  },
  {
    customer: { name: "Felix Wagner", phone: "4366012340411" },
    number: "second",
    lines: [
      customer(hours(40), "Do you ship to Austria?"),
      bot(hours(40), "We ship to Canada and Mexico; about Austria I have nothing written down.", {
        sources: ["Delivery and shipping"],
        query: "ship to Austria",
      }),
      customer(hours(2), "And now?"),
      agent("omar", hours(1, 20), "We will soon, Felix.", {
        failed: refused("190", "The access token has expired"),
      }),
    ],
    handover: { ago: hours(1, 50), reason: "He asks whether we ship to Austria" },
    assignee: "omar",
  },
];
