import type en from "../en/composer";

const composer = {
  send: "Enviar",
  addNote: "Adicionar nota",
  takeOver: "Assumir",
  restore: "Restaurar",
  modes: { reply: "Responder", note: "Nota" },
  label: { reply: "Mensagem para o cliente", note: "Nota para colegas" },
  placeholder: {
    reply: "Escreva uma mensagem, ou / para uma resposta pronta",
    note: "Escreva uma nota que só os colegas veem",
  },
  noteHidden: "O cliente não vê isto",
  quoting: "Em resposta a",
  unquote: "Não responder a esta mensagem",
  draftKept: "O que você escreveu está guardado.",
  charactersLeft: "{left, plural, one {resta # caractere} other {restam # caracteres}}",
  openPlaces: "{count, plural, one {Preencha {places} primeiro.} other {Preencha primeiro: {places}.}}",
  sendWith: { label: "Como enviar", enter: "Enter envia", modEnter: "⌘ ou Ctrl + Enter envia" },
  state: {
    offline: "Você está sem conexão. O que enviar sai quando ela voltar.",
    window_closing: "A janela fecha em {left}. Depois disso, só modelos podem ser enviados.",
    rate_limited:
      "{seconds, plural, one {Rápido demais. Você pode enviar de novo em # segundo.} other {Rápido demais. Você pode enviar de novo em # segundos.}}",
  },
  instead: {
    bot_owned: {
      title: "O robô está respondendo aqui",
      words: "Assuma para escrever você mesmo; o robô então se cala. Notas são sempre possíveis.",
    },
    window_closed: {
      title: "A janela de 24 horas fechou",
      words:
        "O WhatsApp agora só aceita um modelo aprovado. Quando o cliente responder, você pode escrever livremente.",
    },
    never_messaged: {
      title: "O cliente ainda não escreveu",
      words:
        "A primeira mensagem precisa ser um modelo aprovado. Quando responderem, você pode escrever livremente.",
    },
    opted_out: {
      title: "O cliente não quer mensagens",
      words: "Pediu para parar. Nada é enviado até que escreva START.",
    },
    channel_broken: {
      title: "Este número não pode enviar no momento",
      words: "Um administrador precisa verificar em Operações, Integrações.",
    },
    group: { title: "Nada é enviado a grupos", words: "Você pode acompanhar e escrever notas." },
    deleted: { title: "Esta conversa foi excluída", words: "Restaure-a para escrever." },
  },
  canned: { open: "Respostas prontas", label: "Respostas prontas", none: "Nenhuma resposta pronta serve." },
  files: {
    attach: "Anexar arquivos",
    label: "Arquivos anexados",
    limits: "imagens até {image}, vídeo e áudio até {video}, documentos até {document}",
    drop: "Solte para anexar",
    cannotDrop: "Nada pode ser enviado aqui no momento",
    remove: "Remover {name}",
    tooLarge: "{name} é grande demais: o WhatsApp aceita {kind} até {max}.",
    kinds: { image: "imagens", video: "vídeos", audio: "áudio", document: "documentos" },
  },
  templates: {
    label: "Modelos",
    search: "Procurar um modelo",
    none: "Ainda não há modelos aprovados. Um administrador pode sincronizá-los em Operações, Integrações.",
    noMatch: "Nenhum modelo serve.",
    preview: "Prévia",
    parameter: "{where}: {key}",
    where: { header: "Título", body: "Texto", button: "Botão" },
    example: "Por exemplo: {example}",
    send: "Enviar modelo",
    back: "Escolher outro",
    sent: "Modelo a caminho",
    loading: "Carregando modelos",
    uploading: "Enviando …",
  },
} satisfies typeof en;

export default composer;
