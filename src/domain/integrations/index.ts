export { connectIntegration, listIntegrations } from "./connect-integration";
export { integrationToken } from "./integration-token";
