import type en from "../en/common";

const common = {
  appName: "ReplyOnce",
  close: "إغلاق",
  cancel: "إلغاء",
  save: "حفظ",
  undo: "تراجع",
  back: "رجوع",
  tryAgain: "إعادة المحاولة",
  loading: "جارٍ التحميل",
  couldNotLoad: "تعذّر التحميل",
  failed: "حدث خطأ من جانبنا.",
  offline: "تعذّر الوصول إلى الخادم. تحقق من اتصالك.",
  typeToConfirm: "اكتب {text} للتأكيد",
  ticks: {
    PENDING: "جارٍ الإرسال",
    SENT: "أُرسلت",
    DELIVERED: "تم التسليم",
    READ: "تمت القراءة",
    FAILED: "فشل الإرسال",
    UNKNOWN: "لا يُعرف هل أُرسلت",
  },
} satisfies typeof en;

export default common;
