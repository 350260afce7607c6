export type Language = "en" | "pt" | "es";
type Phrases = Record<Language, string>;

/**
 * Matches one of the words or phrases, whatever the case, between anything but letters. `\b` would not do: to it the
 * last letter of “olá” is no letter.
 */
export function anyWord(...words: string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${words.join("|")})(?!\\p{L})`, "iu");
}

const SPANISH_MARKS = /[¿¡]/;
const SPANISH = anyWord(
  "hola|buenos días|buenas|gracias|usted|cuánto|cuanto cuesta|precios?|envíos?|entregan|abren|persona|quiero hablar|me llamo",
);
const PORTUGUESE = anyWord(
  "olá|oi|bom dia|boa tarde|boa noite|obrigad[oa]|você|vocês|não|quanto custa|preços?|entrega|entregam|abrem|pessoa|atendente|meu nome",
);

/** English is what remains. */
export function languageOf(text: string): Language {
  if (SPANISH_MARKS.test(text) || SPANISH.test(text)) return "es";
  return PORTUGUESE.test(text) ? "pt" : "en";
}

const QUESTIONS: { pattern: RegExp; answer: Phrases }[] = [
  {
    pattern: anyWord(
      "hello|hi|hey|good (?:morning|afternoon|evening)",
      "olá|oi|bom dia|boa tarde|boa noite",
      "hola|buenos días|buenas",
    ),
    answer: {
      en: "Hello, nice to hear from you!",
      pt: "Olá, que bom falar com você!",
      es: "¡Hola, qué gusto saludarte!",
    },
  },
  {
    pattern: anyWord("open|opening|hours", "abre|abrem|aberto|horário", "abren|abierto|horario"),
    answer: {
      en: "We are open Monday to Friday from 9:00 to 18:00.",
      pt: "Abrimos de segunda a sexta, das 9h às 18h.",
      es: "Abrimos de lunes a viernes, de 9:00 a 18:00.",
    },
  },
  {
    pattern: anyWord(
      "prices?|costs?|how much",
      "preços?|quanto custa|valor",
      "precios?|cuánto cuesta|cuanto cuesta",
    ),
    answer: {
      en: "Our plans start at $49 a month.",
      pt: "Nossos planos começam em R$ 199 por mês.",
      es: "Nuestros planes empiezan en 49 € al mes.",
    },
  },
  {
    pattern: anyWord("deliver|delivers|delivery|shipping|ship", "entrega|entregam|frete", "envíos?|entregan"),
    answer: {
      en: "Delivery takes two to three working days.",
      pt: "A entrega leva de dois a três dias úteis.",
      es: "La entrega tarda de dos a tres días hábiles.",
    },
  },
  {
    pattern: anyWord("thanks|thank you", "obrigad[oa]", "gracias"),
    answer: { en: "You are welcome!", pt: "De nada!", es: "¡De nada!" },
  },
];

const FALLBACK: Phrases = {
  en: "Thank you for your message, I will look into it.",
  pt: "Obrigado pela mensagem, vou verificar.",
  es: "Gracias por tu mensaje, lo voy a revisar.",
};
const QUOTED: Phrases = { en: "You wrote:", pt: "Você escreveu:", es: "Escribiste:" };
const AND: Phrases = { en: "and", pt: "e", es: "y" };

/** Says what was asked, each text word for word, so that a reader can tell which messages a reply has seen. */
export function quote(texts: string[], language: Language): string {
  const quoted = texts.map((text) => `“${text}”`);
  const last = quoted.pop() ?? "";
  const list = quoted.length > 0 ? `${quoted.join(", ")} ${AND[language]} ${last}` : last;
  return `${QUOTED[language]} ${list}.`;
}

/**
 * The answers to everything in the text that is a frequent question, or a polite sentence. A model that was told what it may
 * say (`told`) makes up no figures: an answer with one that does not stand there is left out.
 */
export function answerQuestions(text: string, language: Language, told: string | null): string {
  const known = told === null ? null : figuresIn(told);
  const answers = QUESTIONS.filter(({ pattern }) => pattern.test(text))
    .map(({ answer }) => answer[language])
    .filter((answer) => known === null || figuresIn(answer).every((figure) => known.includes(figure)));
  return answers.length > 0 ? answers.join(" ") : FALLBACK[language];
}

function figuresIn(text: string): string[] {
  return text.match(/(?<!\w)\d+(?!\w)|(?<!\w)\d+(?=h\b)/g) ?? [];
}
