export { connectIntegration, limitIntegration, listIntegrations } from "./connect-integration";
export { integrationToken } from "./integration-token";
export { pauseIntegration } from "./pause-integration";
export { resumeIntegration, resumeIntegrations } from "./resume-integrations";
export { stopIntegration } from "./stop-integration";
