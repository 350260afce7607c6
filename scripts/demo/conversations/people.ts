// Where people work: handed over, taken, assigned, snoozed, closed, deleted.

import { agent, bot, type ConversationScript, customer, days, hours } from "./script";

export const withPeople: ConversationScript[] = [
  {
    customer: { name: "Anna Kowalska", phone: "48512340201" },
    unreadSince: 30,
    labels: ["Urgent", "Refund"],
    handover: {
      ago: 23,
      reason: "She wants her money back for a broken lamp",
      summary:
        "Wants: the money back for a lamp that arrived broken.\nKnown: order 10482, delivered on Thursday, photo sent.\nOpen: refund or a new one.",
    },
    lines: [
      customer(26, "Hello, the lamp from order 10482 arrived broken"),
      { ...customer(25, "This is how it looked when I opened the box"), type: "image", file: "lamp" },
      bot(24, "I am sorry about that, Anna. One moment please, a colleague will continue with you here.", {
        sources: ["Returns, refunds and warranty"],
        query: "arrived broken",
        tools: [
          {
            name: "handover",
            tier: "handover",
            arguments: { reason: "She wants her money back for a broken lamp", urgency: "high" },
            result: { accepted: true },
            error: null,
          },
        ],
      }),
      customer(6, "Is anybody there? I need it for Saturday"),
    ],
  },
  {
    customer: { name: "Daniel Okafor", phone: "2348031230202" },
    unreadSince: 60,
    labels: ["Payment"],
    handover: {
      ago: 48,
      reason: "A card was charged twice",
      summary:
        "Wants: one of two charges of $99 back.\nKnown: both on the 20th, card ending 4417.\nOpen: look into the payments.",
    },
    lines: [
      customer(50, "My card was charged twice this month 😠"),
      bot(49, "That should not happen. One moment please, a colleague will continue with you here."),
    ],
  },
  {
    customer: { name: "Emily Carter", phone: "12025550203", savedAs: "Emily (Carter Flowers)" },
    assignee: "lea",
    labels: ["VIP"],
    handover: { ago: hours(2), reason: "She asks for a person" },
    notes: [
      {
        by: "lea",
        ago: 110,
        body: "Called her. She moves to Business next month, wants one invoice for both shops.",
      },
      { by: "omar", ago: 95, body: "Billing can do that, I have asked them. @Léa please tell her." },
    ],
    lead: { status: "WON", details: { company: "Carter Flowers", shops: "2", plan: "Business" } },
    events: [
      { ago: 118, by: "lea", action: "take_over" },
      { ago: 118, by: "lea", action: "assign", details: { assignee: "lea" } },
    ],
    lines: [
      customer(hours(2, 4), "I'd like to talk to a person about our invoice please"),
      bot(hours(2, 3), "Of course. One moment please, a colleague will continue with you here."),
      agent("lea", 116, "Hi Emily, Léa here. I'll call you in a minute."),
      customer(115, "perfect"),
      agent("lea", 42, "Good news: one invoice for both shops works from December on."),
      customer(38, "You are wonderful, thank you!"),
      agent("lea", 37, "My pleasure 🌷"),
    ],
  },
  {
    customer: { name: "Kenji Watanabe", phone: "819012340204" },
    assignee: "omar",
    handover: { ago: hours(20), reason: "He asks for an import of 3,000 products" },
    unreadSince: hours(1),
    events: [{ ago: hours(19), by: "omar", action: "assign", details: { assignee: "omar" } }],
    lines: [
      customer(hours(20, 5), "We have 3,000 products in a spreadsheet. Can you import them for us?"),
      bot(hours(20), "That is more than the Business plan holds. A colleague will continue with you here."),
      agent("omar", hours(19), "Hello Kenji, yes we can. Could you send me the file?"),
      {
        ...customer(55, "Here it is"),
        type: "document",
        file: "spreadsheet",
      },
    ],
  },
  {
    customer: { name: "Beatriz Souza", phone: "5531965430205" },
    assignee: "ines",
    snoozedFor: hours(17),
    handover: { ago: hours(9), reason: "She asks when a backordered article comes" },
    events: [
      { ago: hours(8), by: "ines", action: "take_over" },
      { ago: hours(7, 50), by: "ines", action: "snooze" },
    ],
    lines: [
      customer(hours(9, 10), "Oi! Quando volta a luminária verde?"),
      bot(hours(9, 9), "Um momento, por favor: uma colega continua com você aqui."),
      agent(
        "ines",
        hours(8),
        "Oi Beatriz! O fornecedor confirma amanhã de manhã. Te aviso assim que souber. 💚",
      ),
      customer(hours(7, 55), "combinado!"),
    ],
  },
  {
    customer: { name: "Oliver Schmidt", phone: "4915112340206" },
    isClosed: true,
    assignee: "omar",
    labels: ["Refund"],
    lead: { status: "LOST", details: { reason: "Went with another shop" } },
    handover: { ago: days(3), reason: "He wants to end his plan" },
    events: [
      { ago: days(3, -20), by: "omar", action: "take_over" },
      { ago: days(2, 600), by: "omar", action: "close" },
    ],
    lines: [
      customer(days(3, 10), "I want to cancel"),
      bot(days(3, 9), "One moment please, a colleague will continue with you here."),
      agent("omar", days(3, -30), "Hello Oliver, done: it ends with this month and nothing more is charged."),
      customer(days(3, -40), "ok thx"),
    ],
  },
  {
    customer: { name: "Spam & Sons", phone: "12025550207" },
    deletedAgo: 90,
    isClosed: true,
    events: [{ ago: 90, by: "lea", action: "delete" }],
    lines: [
      customer(hours(5), "🔥🔥 MAKE $5000 A DAY FROM HOME 🔥🔥 click http://example.com/win"),
      bot(hours(5), "I can only help with questions about our shop."),
    ],
  },
  {
    customer: { name: "Grace Mensah", phone: "233201230208" },
    labels: ["Sales"],
    lead: { status: "NEW", details: { products: "hand-made soap" } },
    events: [
      { ago: 200, by: "lea", action: "take_over" },
      { ago: 150, by: "lea", action: "hand_back" },
    ],
    lines: [
      customer(hours(3, 30), "I make soap at home. Is your shop also for one person?"),
      bot(hours(3, 29), "It is. Starter is $49 a month: one shop, up to 100 products.", {
        sources: ["Prices and plans"],
        query: "smallest plan",
      }),
      agent(
        "lea",
        hours(3, 15),
        "Hi Grace, many of our shops are one person. Would you like to see two of them?",
      ),
      customer(160, "Oh yes please"),
      agent("lea", 155, "https://example.com/shops/soap and https://example.com/shops/candles"),
      customer(35, "Beautiful! What does the first month cost?"),
      bot(35, "$49, with no setup fee. Prices are without tax.", {
        sources: ["Prices and plans"],
        query: "price of the first month, setup fee",
      }),
    ],
  },
  {
    customer: { name: "Noah Lindqvist", phone: "46701230209" },
    handover: { ago: hours(23, 20), reason: "He asks for an offer for a school" },
    assignee: "lea",
    notes: [{ by: "lea", ago: hours(22), body: "Offer is with Omar, he signs it today." }],
    events: [{ ago: hours(23), by: "lea", action: "take_over" }],
    lines: [
      customer(
        hours(23, 25),
        "Could we get an offer in writing for our school? Our window to decide is short.",
      ),
      bot(hours(23, 24), "Gladly. A colleague will continue with you here."),
      agent("lea", hours(23), "Hello Noah, you will have it today."),
    ],
  },
  {
    customer: { name: "Hannah Goldberg", phone: "972541230210" },
    handover: { ago: days(1, 300), reason: "She asks for a call" },
    assignee: "omar",
    unreadSince: days(1, 400),
    lines: [
      customer(days(1, 310), "Could somebody call me back about the warranty?"),
      bot(days(1, 305), "A colleague will continue with you here.", {
        sources: ["Returns, refunds and warranty"],
        query: "warranty",
      }),
      customer(days(1, 120), "Hello? Still waiting…"),
    ],
  },
];
