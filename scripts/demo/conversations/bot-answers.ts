// The bot's day: what it answers by itself, out of what it knows.

import { agent, bot, type ConversationScript, customer, days, hours } from "./script";

export const botAnswers: ConversationScript[] = [
  {
    customer: { name: "Maria Oliveira", phone: "5511987650101" },
    unreadSince: 5,
    labels: ["Sales"],
    lines: [
      customer(9, "Hi! How long does delivery take?"),
      bot(9, "Two to three working days. It costs $5, and is free for orders above $50.", {
        sources: ["Delivery and shipping"],
        query: "delivery time",
      }),
      customer(4, "Perfect 😊 and can I follow the parcel?"),
      bot(4, "Yes. As soon as it is on its way you get a link by e-mail that shows where it is.", {
        sources: ["Delivery and shipping"],
        query: "tracking a parcel",
      }),
    ],
  },
  {
    customer: { name: "Tom Becker", phone: "4915112340102" },
    labels: ["Sales"],
    lead: {
      status: "QUALIFIED",
      details: { company: "Becker Bikes", products: "about 400", plan: "Business" },
    },
    lines: [
      customer(hours(1, 12), "Which plan do I need for around 400 products?"),
      customer(hours(1, 12), "and 2 colleagues who also log in"),
      bot(
        hours(1, 11),
        "The Business plan fits: up to 2,000 products and three people, for $99 a month. It can be changed at any time.",
        {
          sources: ["Prices and plans"],
          query: "plan for 400 products and three people",
          tools: [
            {
              name: "update_lead",
              tier: "write",
              arguments: { details: { company: "Becker Bikes", products: "about 400", plan: "Business" } },
              result: { noted: true },
              error: null,
            },
          ],
        },
      ),
      customer(hours(1, 2), "Great, I will talk to my partner and come back to you"),
      bot(hours(1, 2), "Sounds good, Tom. I am here whenever you are ready."),
    ],
  },
  {
    customer: { name: "Priya Raman", phone: "447700900103" },
    lines: [
      customer(hours(3), "Do you have gift cards?"),
      bot(
        hours(3),
        "I have nothing about gift cards in front of me. Shall I ask a colleague to get back to you?",
        { failedOver: "HTTP_503", sources: [], query: "gift cards" },
      ),
      customer(hours(2, 55), "no worries, thanks!"),
      bot(hours(2, 55), "You are welcome, Priya."),
    ],
  },
  {
    customer: { name: "João Pereira", phone: "5521976540104" },
    lines: [
      customer(hours(4), "Bom dia! Qual é o horário de atendimento?"),
      bot(
        hours(4),
        "Bom dia, João! Abrimos de segunda a sexta, das 9h às 18h. Nos fins de semana e feriados estamos fechados.",
        { sources: ["Perguntas frequentes"], query: "horário de atendimento" },
      ),
      customer(hours(3, 58), "Valeu 🙏"),
      bot(hours(3, 58), "Eu que agradeço! Bom dia."),
    ],
  },
  {
    customer: { name: "Lucía Fernández", phone: "34612340105" },
    lines: [
      customer(
        hours(6),
        "Hola, ¿hacen envíos a Canarias? Vi algo en https://example.com/envios?isla=tenerife&ref=wa",
      ),
      bot(
        hours(6),
        "La entrega tarda de dos a tres días hábiles. Si también llegamos a Canarias no lo tengo escrito: ¿le pregunto a una compañera?",
        { sources: ["Preguntas frecuentes"], query: "envíos a Canarias", finding: ["UNSUPPORTED_CLAIM"] },
      ),
      customer(hours(5, 50), "Sí, por favor"),
      agent("ines", hours(5, 20), "Hola Lucía, sí: a Canarias tarda entre cinco y siete días hábiles. 🙂"),
    ],
    assignee: "ines",
    handover: { ago: hours(5, 40), reason: "She asks whether we deliver to the Canary Islands" },
    events: [
      { ago: hours(5, 30), by: "ines", action: "take_over" },
      { ago: hours(5, 30), by: "ines", action: "assign", details: { assignee: "ines" } },
    ],
  },
  {
    customer: { name: "Sarah Whitfield", phone: "447700900106" },
    lines: [
      customer(days(1, 40), "Can I change my plan in the middle of the month?"),
      bot(
        days(1, 39),
        "Yes, at any time. It ends with the month that has been paid, and there is no notice period.",
        { sources: ["Prices and plans"], query: "change plan within the month" },
      ),
      customer(days(1, 30), "And the difference?"),
      bot(
        days(1, 30),
        "That I cannot tell you for certain, and I would rather not guess. A colleague can look at your account on the next working day.",
        { sources: ["Prices and plans"], query: "difference when changing the plan" },
      ),
    ],
  },
  {
    customer: { name: "Chloé Martin", phone: "33612340107" },
    lines: [
      customer(
        days(1, 300),
        "Bonjour ! Avant de passer commande, j'aimerais bien comprendre comment se passe un retour. J'ai commandé chez d'autres boutiques en ligne et, à chaque fois, c'était compliqué : il fallait imprimer une étiquette, trouver un point relais ouvert le samedi, attendre trois semaines le remboursement, puis relancer le service client deux ou trois fois. Est-ce que chez vous c'est plus simple ? Combien de jours ai-je pour renvoyer un article ? Qui paie le retour ? Et au bout de combien de temps suis-je remboursée ? Merci d'avance pour votre réponse détaillée !",
      ),
      bot(
        days(1, 299),
        "Bonjour Chloé ! Vous avez 30 jours après la réception, l'article non utilisé et dans sa boîte. L'étiquette de retour est à notre charge. Le remboursement arrive sous cinq jours ouvrables après réception du colis, sur la carte ou le compte d'origine.",
        { sources: ["Returns, refunds and warranty"], query: "return, who pays, refund time" },
      ),
      customer(days(1, 290), "C'est clair, merci 💛"),
      bot(days(1, 290), "Avec plaisir !"),
    ],
    isClosed: true,
    events: [{ ago: days(1, 200), by: "lea", action: "close" }],
  },
];
