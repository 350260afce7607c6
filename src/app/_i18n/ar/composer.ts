import type en from "../en/composer";

const composer = {
  send: "إرسال",
  addNote: "إضافة ملاحظة",
  takeOver: "تولَّ المحادثة",
  restore: "استعادة",
  modes: { reply: "رد", note: "ملاحظة" },
  label: { reply: "رسالة إلى العميل", note: "ملاحظة للزملاء" },
  placeholder: { reply: "اكتب رسالة، أو / لرد جاهز", note: "اكتب ملاحظة لا يراها إلا الزملاء" },
  noteHidden: "العميل لا يرى هذا",
  quoting: "رد على",
  unquote: "لا ترد على هذه الرسالة",
  draftKept: "ما كتبته محفوظ.",
  charactersLeft: "{left, plural, one {بقي حرف واحد} two {بقي حرفان} few {بقيت # أحرف} other {بقي # حرفًا}}",
  openPlaces: "{count, plural, one {املأ {places} أولًا.} other {املأ هذه أولًا: {places}.}}",
  sendWith: { label: "طريقة الإرسال", enter: "مفتاح Enter يرسل", modEnter: "‏⌘ أو Ctrl مع Enter يرسل" },
  state: {
    offline: "لا يوجد اتصال. ما ترسله يخرج عند عودة الاتصال.",
    window_closing: "تُغلق النافذة خلال {left}. بعد ذلك تُرسل القوالب فقط.",
    rate_limited:
      "{seconds, plural, one {أسرع من اللازم. يمكنك الإرسال بعد ثانية.} two {أسرع من اللازم. يمكنك الإرسال بعد ثانيتين.} few {أسرع من اللازم. يمكنك الإرسال بعد # ثوانٍ.} other {أسرع من اللازم. يمكنك الإرسال بعد # ثانية.}}",
  },
  instead: {
    bot_owned: {
      title: "الروبوت يجيب هنا",
      words: "تولَّ المحادثة لتكتب بنفسك؛ عندها يصمت الروبوت. الملاحظات ممكنة دائمًا.",
    },
    window_closed: {
      title: "أُغلقت نافذة الأربع والعشرين ساعة",
      words: "واتساب لا يقبل الآن إلا قالبًا معتمدًا. عندما يجيب العميل يمكنك الكتابة بحرية.",
    },
    never_messaged: {
      title: "العميل لم يكتب بعد",
      words: "يجب أن تكون الرسالة الأولى قالبًا معتمدًا. عندما يجيب يمكنك الكتابة بحرية.",
    },
    opted_out: { title: "العميل لا يريد رسائل", words: "طلب التوقف. لا يُرسل شيء حتى يكتب START." },
    channel_broken: {
      title: "هذا الرقم لا يستطيع الإرسال حاليًا",
      words: "على أحد المشرفين أن ينظر في العمليات، التكاملات.",
    },
    group: { title: "لا يُرسل شيء إلى المجموعات", words: "يمكنك القراءة وكتابة الملاحظات." },
    deleted: { title: "حُذفت هذه المحادثة", words: "استعدها لتكتب." },
  },
  canned: { open: "ردود جاهزة", label: "ردود جاهزة", none: "لا يوجد رد جاهز مناسب." },
  files: {
    attach: "إرفاق ملفات",
    label: "الملفات المرفقة",
    limits: "الصور حتى {image}، الفيديو والصوت حتى {video}، المستندات حتى {document}",
    drop: "أفلت للإرفاق",
    cannotDrop: "لا يمكن إرسال شيء هنا حاليًا",
    remove: "إزالة {name}",
    tooLarge: "‏{name} كبير جدًا: واتساب يقبل {kind} حتى {max}.",
    kinds: { image: "الصور", video: "الفيديو", audio: "الصوت", document: "المستندات" },
  },
  templates: {
    label: "القوالب",
    search: "ابحث عن قالب",
    none: "لا توجد قوالب معتمدة بعد. يمكن لمشرف مزامنتها في العمليات، التكاملات.",
    noMatch: "لا يوجد قالب مناسب.",
    preview: "معاينة",
    parameter: "{where}: {key}",
    where: { header: "العنوان", body: "النص", button: "الزر" },
    example: "مثلًا: {example}",
    send: "إرسال القالب",
    back: "اختر قالبًا آخر",
    sent: "القالب في الطريق",
    loading: "جارٍ تحميل القوالب",
    uploading: "جارٍ الرفع …",
  },
} satisfies typeof en;

export default composer;
