export { ControlClient } from "./control-client";
export type { SimulatorEvent } from "./event-log";
export { catalogue, findExample, similarNames } from "./examples/catalogue";
export type { Example } from "./examples/example";
export { exampleFiles } from "./examples/files";
export type { FaultDraft } from "./faults/fault-rule";
export { type Simulator, type SimulatorOptions, startSimulator } from "./start-simulator";
export {
  composeBody,
  createComposer,
  type ExampleRequest,
  exampleRequestSchema,
} from "./webhooks/compose-example";
export { metaJson, signatureOf } from "./webhooks/signed-json";
