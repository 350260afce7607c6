// Customers of everywhere: right to left, long words, emoji alone, no number, odd names.

import { agent, bot, type ConversationScript, customer, days, hours } from "./script";

export const languages: ConversationScript[] = [
  {
    customer: { name: "ليلى الحسن", phone: "971501230501" },
    unreadSince: 20,
    lines: [
      customer(17, "مرحبا! كم تستغرق مدة التوصيل إلى دبي؟"),
      bot(16, "مرحبا ليلى! يستغرق التوصيل من يومين إلى ثلاثة أيام عمل.", {
        sources: ["Delivery and shipping"],
        query: "مدة التوصيل",
      }),
      customer(14, "شكرًا 🌸 رقم الطلب هو 10455 (iPhone case)"),
      bot(13, "على الرحب والسعة! سيصلك رابط التتبع بالبريد الإلكتروني."),
    ],
  },
  {
    customer: { name: "דנה כהן", phone: "972521230502" },
    assignee: "lea",
    handover: { ago: hours(4), reason: "She asks for an invoice in Hebrew" },
    lines: [
      customer(hours(4, 10), "שלום, אפשר לקבל חשבונית בעברית?"),
      bot(hours(4, 9), "שלום דנה, עמיתה שלי תמשיך איתך כאן."),
      agent("lea", hours(3, 30), "שלום דנה! כן, אשלח לך היום."),
      customer(hours(3, 20), "תודה רבה"),
    ],
  },
  {
    customer: { name: "王小明", phone: "886912340503" },
    lines: [
      customer(hours(8), "請問可以寄到台灣嗎?運費多少?"),
      bot(hours(8), "目前我手邊沒有寄送台灣的資料,需要請同事回覆您嗎?", {
        sources: ["Delivery and shipping"],
        query: "寄到台灣",
      }),
      customer(hours(7, 59), "好的,謝謝"),
      bot(hours(7, 59), "不客氣!"),
    ],
  },
  {
    customer: { username: "night.owl", name: "🦉" },
    unreadSince: hours(2),
    lines: [
      customer(hours(1, 45), "🎉🎉🎉"),
      bot(hours(1, 45), "🎉 What are we celebrating?"),
      customer(hours(1, 44), "👨‍👩‍👧‍👦🏳️‍🌈 new shop!!"),
      bot(hours(1, 44), "Congratulations! If you need a web shop for it, I am here."),
    ],
  },
  {
    customer: { username: "rui.ferreira" },
    lines: [
      customer(hours(13), "Vocês entregam no Porto?"),
      bot(hours(13), "A entrega leva de dois a três dias úteis. Se chegamos ao Porto, uma colega confirma.", {
        sources: ["Perguntas frequentes"],
        query: "entrega no Porto",
      }),
    ],
  },
  {
    customer: { name: "Θανάσης Παπαδόπουλος", phone: "306912340506" },
    lines: [
      customer(days(2, 90), "Καλημέρα! Ποιες ώρες είστε ανοιχτά;"),
      bot(days(2, 89), "Καλημέρα! Δευτέρα έως Παρασκευή, 9:00–18:00.", {
        sources: ["Opening hours"],
        query: "ώρες",
      }),
    ],
    isClosed: true,
  },
  {
    customer: { name: "Ayşe Yılmaz", phone: "905321230507" },
    lines: [
      customer(days(3, 200), "Merhaba, iade nasıl oluyor?"),
      bot(
        days(3, 199),
        "Merhaba Ayşe! 30 gün içinde, kullanılmamış ve kutusunda. İade etiketini biz ödüyoruz.",
        { sources: ["Returns, refunds and warranty"], query: "iade" },
      ),
      customer(
        days(3, 190),
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-und-https://example.com/very/long/path/that/does/not/break/anywhere/at/all?token=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      ),
      bot(days(3, 189), "I cannot tell what this is about. What would you like to know?"),
    ],
  },
  {
    customer: { name: "Elena Popescu", phone: "40721230508" },
    snoozedFor: hours(60),
    assignee: "omar",
    handover: { ago: hours(25), reason: "She comes back on Wednesday" },
    events: [{ ago: hours(24, 30), by: "omar", action: "snooze" }],
    lines: [
      customer(hours(25, 5), "Can we talk on Wednesday?"),
      bot(hours(25), "Gladly. A colleague will continue with you here."),
      agent("omar", hours(24, 40), "Wednesday it is, Elena. I will write first."),
    ],
  },
  {
    customer: { name: "Jonas Weber", phone: "4915112340509" },
    lines: [
      customer(days(5, 30), "Is the warranty also valid abroad?"),
      bot(
        days(5, 29),
        "Everything has a warranty of two years from the day it was delivered. Whether it is repaired abroad is not written down here.",
        { sources: ["Returns, refunds and warranty"], query: "warranty abroad", failedOver: "TIMEOUT" },
      ),
    ],
    isClosed: true,
    events: [{ ago: days(5), by: "ines", action: "close" }],
  },
  {
    customer: { name: "<script>alert('hi')</script> & Co. \"Ltd\"", phone: "12025550510" },
    lines: [
      customer(days(6, 30), "<b>Do you have an API?</b> <img src=x onerror=alert(1)>"),
      bot(days(6, 29), "I have nothing about an API in front of me. Shall I ask a colleague?"),
    ],
    isClosed: true,
  },
  {
    customer: { name: "Camila Torres", phone: "5215512340511" },
    assignee: "ines",
    handover: { ago: 33, reason: "She wants to pay by invoice" },
    labels: ["Payment", "VIP"],
    events: [{ ago: 31, by: "ines", action: "take_over" }],
    lines: [
      customer(36, "Hola, ¿puedo pagar con factura?"),
      bot(34, "Un momento, por favor: una compañera sigue contigo aquí."),
      agent("ines", 30, "¡Hola Camila! Sí, a 14 días. ¿A qué nombre la hago?"),
      customer(22, "Torres Iluminación S. A. de C. V."),
      agent("ines", 21, "Perfecto, te llega en un momento. ✨"),
    ],
  },
];
