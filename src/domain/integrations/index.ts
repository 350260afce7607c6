export { addIntegration, addIntegrationTo, changeIntegration } from "./add-integration";
export { checkAccess } from "./check-access";
export { openingAt, quietUntil, type StoredHours } from "./hours";
export { type IntegrationCredentials, integrationToken } from "./integration-token";
export { limitIntegration, listIntegrations } from "./list-integrations";
export {
  auditIntegration,
  disableIntegration,
  enableIntegration,
  isKnownNumber,
  listOwnIntegrations,
  ownIntegration,
} from "./own-integrations";
export { pauseIntegration } from "./pause-integration";
export { resumeIntegration, resumeIntegrations } from "./resume-integrations";
export { rotateAccessToken, storeAccessToken } from "./rotate-access-token";
export { rotateIntegrationTokens } from "./rotate-integration-tokens";
export { setHours } from "./set-hours";
export { stopIntegration } from "./stop-integration";
export { subscribeIntegration } from "./subscribe-integration";
export { verifyIntegration } from "./verify-integration";
export { whichIntegration } from "./which-integration";
export { whichOrganization } from "./which-organization";
