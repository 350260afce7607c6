// The words by which a customer ends or resumes what we send, when they are the whole message. Carriers and Meta's own
// opt-out guide know STOP; customers write their own language. A word is here only if, alone, it can hardly mean anything
// else. Left out on purpose:
//
//   CANCEL, END, QUIT   carriers of the United States treat them as STOP; in a shop's chat they answer "cancel the order?"
//   DUR, REMOVER        Turkish "stop" is also "wait", Portuguese "remove" also the item of an order
//   NO, ENOUGH, HALT    answers to any question
//   ALTA                Spanish for "subscribe", also "high" and "discharge"; COMENZAR, INICIAR are clear
//   SI, YES, UNDO       answers to any question; nobody is opted in by one
//
// "Stop it please" is no opt-out: that is for a person, or the AI, to understand.

const stopWords = [
  ["stop", "stopall", "stop all", "unsubscribe", "opt out", "optout"], // English
  ["baja", "darme de baja", "dar de baja", "parar", "desuscribir", "desuscribirme"], // Spanish
  ["pare", "sair", "descadastrar", "cancelar inscricao"], // Portuguese
  ["arret", "arreter", "desabonner", "se desabonner", "desinscription"], // French
  ["stopp", "abmelden", "abbestellen", "abmeldung"], // German
  ["ferma", "disiscriviti", "disiscrivimi", "cancella iscrizione"], // Italian
  ["afmelden", "uitschrijven", "stoppen"], // Dutch
  ["berhenti", "berhenti berlangganan"], // Indonesian and Malay
  ["durdur", "abonelikten cik"], // Turkish
  ["ايقاف", "توقف", "الغاء الاشتراك"], // Arabic
  ["रोकें", "रोको", "बंद करें", "सदस्यता समाप्त करें"], // Hindi
  ["стоп", "отписаться", "отписка"], // Russian
  ["停止", "退订", "退訂", "取消订阅", "取消訂閱", "配信停止"], // Chinese and Japanese
].flat();

const startWords = [
  ["start", "unstop", "subscribe", "opt in", "optin", "resume"],
  ["iniciar", "comenzar", "reanudar", "suscribir", "suscribirme"],
  ["comecar", "retomar", "inscrever"],
  ["demarrer", "reprendre", "sabonner"],
  ["starten", "anmelden"],
  ["inizia", "riprendi", "iscrivimi"],
  ["aanmelden", "hervatten"],
  ["mulai", "mula"],
  ["baslat", "abone ol"],
  ["ابدا", "بدء", "استئناف", "اشتراك"],
  ["शुरू", "शुरू करें", "सदस्यता लें"],
  ["старт", "подписаться", "возобновить"],
  ["开始", "開始", "订阅", "訂閱", "配信再開"],
].flat();

/** Longer than the longest word: not looked at. */
const LENGTH_MAX = 64;

/** Case, accents, punctuation, symbols and outer white space say nothing. Vowel signs of Hindi are no accents: they stay. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, "") // Latin, Greek and Cyrillic
    .replaceAll(/[\u064b-\u065f]/g, "") // Arabic
    .replaceAll(/\p{Variation_Selector}|\p{Cf}/gu, "") // Emoji and directions of writing
    .normalize("NFC")
    .replaceAll("ı", "i")
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

const meanings = new Map<string, "stop" | "start">([
  ...startWords.map((word) => [plain(word), "start"] as const),
  ...stopWords.map((word) => [plain(word), "stop"] as const),
]);

/** What a text says of being written to, when it says nothing else. */
export function readConsent(text: string | undefined): "stop" | "start" | null {
  if (text === undefined || text.length > LENGTH_MAX) return null;
  return meanings.get(plain(text)) ?? null;
}
