export {
  chooseTemplate,
  chosenTemplate,
  dropTemplate,
  listChoices,
  type TemplatePurpose,
  templatePurposes,
} from "./choose-template";
export { getTemplate, listTemplates } from "./known-templates";
export { type ListedTemplate, listSendable } from "./list-sendable";
export { syncStaleTemplates, syncTemplates } from "./sync-templates";
export { shapeOf } from "./template-shape";
export { validateTemplate } from "./validate-template";
