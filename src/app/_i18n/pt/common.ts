import type en from "../en/common";

const common = {
  appName: "ReplyOnce",
  close: "Fechar",
  cancel: "Cancelar",
  save: "Salvar",
  undo: "Desfazer",
  back: "Voltar",
  tryAgain: "Tentar de novo",
  loading: "Carregando",
  couldNotLoad: "Não foi possível carregar",
  failed: "Algo deu errado do nosso lado.",
  offline: "Sem contato com o servidor. Verifique sua conexão.",
  typeToConfirm: "Digite {text} para confirmar",
  ticks: {
    PENDING: "Enviando",
    SENT: "Enviada",
    DELIVERED: "Entregue",
    READ: "Lida",
    FAILED: "Falhou",
    UNKNOWN: "Não se sabe se foi enviada",
  },
} satisfies typeof en;

export default common;
