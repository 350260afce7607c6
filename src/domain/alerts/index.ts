export { type Alert, alertKinds } from "./alert-kinds";
export { listAlerts, type OpenAlert } from "./list-alerts";
export { lookForAlerts } from "./look-for-alerts";
export { raiseAlert } from "./raise-alert";
export { resolveAlert } from "./resolve-alerts";
