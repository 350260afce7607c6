export { connectIntegration, limitIntegration, listIntegrations } from "./connect-integration";
export { openingAt, quietUntil, type StoredHours } from "./hours";
export { type IntegrationCredentials, integrationToken } from "./integration-token";
export { pauseIntegration } from "./pause-integration";
export { resumeIntegration, resumeIntegrations } from "./resume-integrations";
export { rotateIntegrationTokens } from "./rotate-integration-tokens";
export { setHours } from "./set-hours";
export { stopIntegration } from "./stop-integration";
