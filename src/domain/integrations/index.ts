export { integrationToken, sealIntegrationToken } from "./integration-token";
